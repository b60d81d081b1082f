import { describe, expect, it } from 'vitest';
import type { ProbeFacts } from '../../src/probes/index.ts';
import type { AriOfLeaf } from '../../src/probes/renewal.ts';
import type { RevocationFacts } from '../../src/probes/revocation/revocation-facts.ts';
import { renewalBlocks, renewalWords } from '../../src/views/renewal.ts';
import { diagnosisOf } from '../support/commanding.ts';
import { daysFromNow, leafWith, now } from '../support/facts/certificate-facts.ts';
import { ariFacts, served } from '../support/facts/probe-facts.ts';
import { isGood, isRevoked, ocsp, revocationFacts } from '../support/facts/revocation-facts.ts';
import { sampleDiagnosis } from '../support/samples/sample-diagnosis.ts';
import { plainText } from '../support/watch-stage.ts';

const leaf = leafWith();
const usual = { start: daysFromNow(39), end: daysFromNow(41) };

/** The line of `/cert`, at the clock of the facts. */
function lineOf(answer: AriOfLeaf['answer'] | null, changes: Partial<AriOfLeaf> = {}): string {
  const [heard] = ariFacts(leaf, usual).leaves;
  if (heard === undefined) throw new Error('one leaf');
  const ari = answer === null ? null : { leaves: [{ ...heard, answer, ...changes }] };
  const factsOf = <Name extends keyof ProbeFacts>(probe: Name) =>
    probe === 'ari' ? (ari as ProbeFacts[Name] | null) : null;
  const blocks = renewalBlocks(served({ leaf }), factsOf);
  return plainText({ tone: 'good', title: [], blocks, summary: '' }, now).split('\n').slice(1).join('\n');
}

const silent = { kind: 'silent', reason: 'unreachable', detail: 'it answered 503', status: 503 } as const;
const window = { ...usual, source: "Let's Encrypt", explanationUrl: null };

describe('the line of /cert about renewal', () => {
  it('says what the CA said, and shows its page', () => {
    expect(lineOf({ kind: 'window', window })).toBe(
      "Renewal: due in 39 days (Sat 2 Jan 2027, 12:00 UTC), overdue from Mon 4 Jan 2027, 12:00 UTC (said by Let's Encrypt)",
    );
    const explained = { ...window, explanationUrl: 'https://ca.example/why' };
    expect(lineOf({ kind: 'window', window: explained })).toMatch(
      /\(said by Let's Encrypt\)\. Why: https:\/\/ca\.example\/why$/,
    );
  });

  it('goes by the share of the lifetime where nobody says more, with the reason', () => {
    expect(lineOf(null)).toBe(
      'Renewal: due in 40 days (Sun 3 Jan 2027, 12:00 UTC), overdue from Mon 18 Jan 2027, 12:00 UTC (by share of its lifetime)',
    );
    expect(lineOf(silent)).toMatch(/\(by share of its lifetime; Test CA names no window: it answered 503\)$/);
    expect(lineOf({ ...silent, reason: 'no-directory' }, { directory: null })).toMatch(
      /\(by share of its lifetime\)$/,
    );
  });
});

describe('a certificate that nobody should go on using', () => {
  const told = (revocation: RevocationFacts | null, more: Parameters<typeof served>[0] = {}) => {
    const factsOf = <Name extends keyof ProbeFacts>(probe: Name) =>
      probe === 'revocation' ? (revocation as ProbeFacts[Name] | null) : null;
    const blocks = renewalBlocks(served(more), factsOf);
    return plainText({ tone: 'bad', title: [], blocks, summary: '' }, now).split('\n').slice(1).join('\n');
  };

  it('is to be replaced now, whatever its dates say', () => {
    expect(told(revocationFacts({ leaf, reports: [ocsp(isRevoked)] }), { leaf })).toBe(
      'Renewal: now, with a new key: it was revoked',
    );
    expect(told(revocationFacts({ leaf, reports: [ocsp(isGood)] }), { leaf })).toMatch(/^Renewal: due /);
    const key = { name: 'a package', source: 'everywhere' };
    expect(told(null, { leaf, knownKeys: [{ certificate: leaf, key }] })).toBe(
      'Renewal: now, with a new key: this one is public',
    );
  });
});

describe('the small print of /check about renewal', () => {
  const certificate = { ...leaf, issuer: 'Test CA', names: [], addresses: [] };
  const words = (certificates: readonly object[], at = now) => {
    const diagnosis = diagnosisOf('api.example.org', { at, certificates: certificates as never });
    const inlines = renewalWords(diagnosis);
    return plainText({ tone: 'good', title: inlines, blocks: [], summary: '' }, at);
  };

  it.each([
    [
      [{ ...certificate, renewalWindow: window }],
      "Renewal is due from Sat 2 Jan 2027, 12:00 UTC (said by Let's Encrypt).",
    ],
    [[certificate], 'Renewal is due from Sun 3 Jan 2027, 12:00 UTC (by share of its lifetime).'],
    [
      [certificate, { ...certificate, notBefore: daysFromNow(-70), notAfter: daysFromNow(20) }],
      'Renewal has been due since Sat 14 Nov, 12:00 UTC (by share of its lifetime).',
    ],
    [
      [{ ...certificate, renewalWindow: { ...window, start: daysFromNow(-2), end: daysFromNow(-1) } }],
      "Renewal has been due since Sun 22 Nov, 12:00 UTC (said by Let's Encrypt, ahead of its time).",
    ],
    [[], ''],
  ])('%#', (certificates, said) => {
    expect(words(certificates).replace('[good] ', '').trim()).toBe(said);
  });

  it.each(['revocation/revoked', 'certificate/known-key'] as const)('is silent beside %s', (id) => {
    const findings = sampleDiagnosis.findings.slice(0, 1).map((finding) => ({ ...finding, id }));
    const diagnosis = diagnosisOf('api.example.org', { certificates: [certificate] as never, findings });
    expect(renewalWords(diagnosis)).toEqual([]);
  });

  it('is silent once the certificate has ended', () => {
    expect(words([certificate], daysFromNow(71)).replace('[good] ', '').trim()).toBe('');
  });
});
