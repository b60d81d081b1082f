import { describe, expect, it } from 'vitest';
import { type ProbeFacts, probes } from '../../../src/probes/index.ts';
import type { RevocationFacts } from '../../../src/probes/revocation/revocation-facts.ts';
import { revocationText } from '../../../src/probes/revocation/revocation-text.ts';
import { revocationBlocks } from '../../../src/views/certificate/revocation.ts';
import { ladderBlock } from '../../../src/views/diagnosis/ladder.ts';
import { diagnosisOf } from '../../support/commanding.ts';
import { leafWith, now } from '../../support/facts/certificate-facts.ts';
import { served } from '../../support/facts/probe-facts.ts';
import {
  crl,
  isGood,
  isRevoked,
  ocsp,
  type RevocationSpec,
  refused,
  revocationFacts,
  staple,
  unreachable,
} from '../../support/facts/revocation-facts.ts';
import { plainText } from '../../support/watch-stage.ts';

function lineOf(facts: RevocationFacts | null): string {
  const factsOf = <Name extends keyof ProbeFacts>(probe: Name) =>
    probe === 'revocation' ? (facts as ProbeFacts[Name] | null) : null;
  const blocks = revocationBlocks(served(), factsOf);
  return plainText({ tone: 'good', title: [], blocks, summary: '' }, now).split('\n').slice(1).join('\n');
}

const until = 'until Fri 27 Nov, 12:00 UTC';

describe('the line of /cert about revocation', () => {
  it.each<readonly [RevocationSpec, string]>([
    [
      { reports: [ocsp(isGood), crl(isGood)] },
      `Revocation: good by OCSP, ${until}, by CRL, ${until}; Test Intermediate: good by CRL, ${until}`,
    ],
    [
      { reports: [staple(isGood), ocsp(unreachable('http')), crl(isGood)], above: [] },
      `Revocation: good by staple, ${until}, by CRL, ${until} (OCSP gave no answer); Test Intermediate: not checked: it names no place to ask`,
    ],
    [
      { reports: [ocsp(isRevoked)] },
      `Revocation: revoked on Sun 22 Nov, 12:00 UTC (keyCompromise), says the OCSP responder; Test Intermediate: good by CRL, ${until}`,
    ],
    [
      { reports: [{ ...ocsp(isGood), cached: true }, crl(isRevoked)] },
      `Revocation: revoked on Sun 22 Nov, 12:00 UTC (keyCompromise), says the CRL; Test Intermediate: good by CRL, ${until}`,
    ],
    [
      { reports: [ocsp(refused({ kind: 'bad-signature', responder: 'CN=x' })), crl(unreachable('http'))] },
      `Revocation: not known: nobody gave an answer that counts (OCSP proves nothing, CRL gave no answer); Test Intermediate: good by CRL, ${until}`,
    ],
    [
      { reports: [{ ...ocsp(isGood), cached: true }] },
      `Revocation: good by OCSP, ${until} (kept from an earlier look); Test Intermediate: good by CRL, ${until}`,
    ],
    [
      {
        reports: [ocsp({ ...isGood, until: null, notes: ['no-next-update', 'signed-with-sha1'] })],
        above: [],
      },
      'Revocation: good by OCSP (says not until when, signed with SHA-1); Test Intermediate: not checked: it names no place to ask',
    ],
    [
      { leaf: leafWith(), reports: [], above: [] },
      'Revocation: not checked: no certificate names a place to ask',
    ],
  ])('%#', (spec, line) => {
    expect(lineOf(revocationFacts(spec))).toBe(line);
  });

  it('is left out where nobody looked', () => {
    expect(lineOf(null)).toBe('');
  });
});

describe('the rung', () => {
  const markOf = (spec: RevocationSpec) => {
    const result = { probe: 'revocation', layer: 'revocation', elapsedMs: 1, status: 'ok' } as const;
    const diagnosis = diagnosisOf('site.test', { results: [{ ...result, facts: revocationFacts(spec) }] });
    const block = ladderBlock(diagnosis, probes);
    return block.kind === 'ladder' ? block.rungs[0]?.mark : null;
  };

  it.each<readonly [RevocationSpec, string]>([
    [{}, 'good'],
    [{ reports: [ocsp(unreachable('refused'))] }, 'unknown'],
    [{ leaf: leafWith(), reports: [] }, 'unknown'],
  ])('%#: is marked %s', (spec, mark) => {
    expect(markOf(spec)).toBe(mark);
  });

  it.each<readonly [RevocationSpec, string]>([
    [{}, 'good by OCSP, until 27 Nov 2026'],
    [{ above: [] }, 'good by OCSP, until 27 Nov 2026; 1 of 1 above it not checked'],
    [{ reports: [ocsp(isGood), crl(isRevoked)] }, 'the certificate is revoked by CRL'],
    [{ above: [crl(isRevoked)] }, 'an intermediate is revoked by CRL'],
    [{ reports: [ocsp(unreachable('http'))] }, 'not known: nobody gave an answer that counts'],
    [{ leaf: leafWith(), reports: [] }, 'not checked: the certificate names no place to ask'],
  ])('%#: %s', (spec, text) => {
    expect(revocationText(revocationFacts(spec))).toBe(text);
  });
});
