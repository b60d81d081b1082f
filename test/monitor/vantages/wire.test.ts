import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { sightOf } from '../../../src/monitor/vantages/sight-of.ts';
import { readInquiry, readReply, writeInquiry, writeReply } from '../../../src/monitor/vantages/wire.ts';
import { sampleDiagnosis } from '../../support/samples/sample-diagnosis.ts';
import { brokenFrom, findingOf, leafOf, sightFrom } from '../../support/samples/sights.ts';

describe('a question to another vantage', () => {
  it.each([
    ['https://api.example.org/health?a=1', null, null],
    ['tcp://[2001:db8::1]:5432', null, null],
    ['smtp://mail.example.org', '192.0.2.7', 'payments'],
    ['oauth:https://login.example.org', null, null],
    ['db.example.org:8443', null, null],
  ])('comes out as it went in: %s', (typed, address, client) => {
    const target = { ...parseTarget(typed, address, client), expected: { status: '2xx', body: '/ok/' } };
    const asked = { target, depth: 'all', wishes: ['tls'] } as const;
    expect(readInquiry(writeInquiry(asked))).toEqual(asked);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"form":2}',
    JSON.stringify({ ...JSON.parse(plain()), form: 2 }),
    JSON.stringify({ ...JSON.parse(plain()), depth: 'deeper' }),
    JSON.stringify({ ...JSON.parse(plain()), url: 'https://user:secret@a.example/' }),
    JSON.stringify({ ...JSON.parse(plain()), url: 'file:///etc/passwd' }),
    JSON.stringify({ ...JSON.parse(plain()), address: 'a.example' }),
    JSON.stringify({ ...JSON.parse(plain()), body: '(?=x)/'.padStart(300, '/') }),
    `${plain()}${' '.repeat(300_000)}`,
  ])('is refused where nobody could have typed it: %.60s', (written) => {
    expect(() => readInquiry(written)).toThrow(expect.objectContaining({ name: 'UserError' }));
  });
});

function plain(): string {
  return writeInquiry({ target: parseTarget('api.example.org'), depth: 'all', wishes: [] });
}

describe('an answer of another vantage', () => {
  it('comes out as it went in', () => {
    const until = new Date('2027-01-25T11:59:00.000Z');
    const rungs = [{ mark: 'good', label: 'Chain', value: 'R11', until, elapsedMs: null } as const];
    for (const sight of [sightFrom('eu-1', { rungs }), brokenFrom('us-1')]) {
      expect(readReply(writeReply({ kind: 'saw', sight }))).toEqual({ kind: 'saw', sight });
    }
    const refused = { kind: 'refused', reason: 'Not here.' } as const;
    expect(readReply(writeReply(refused))).toEqual(refused);
    const sight = sightOf(sampleDiagnosis, [], '1.0.0');
    expect(readReply(writeReply({ kind: 'saw', sight }))).toEqual({ kind: 'saw', sight });
  });

  it('stays small and readable whatever a server says', () => {
    const sight = sightOf(loudDiagnosis(), [], '1.0.0');
    const written = writeReply({ kind: 'saw', sight });
    expect(written.length).toBeLessThanOrEqual(256 * 1024);
    expect(readReply(written)).toMatchObject({ kind: 'saw', sight: { rootCause: 'chain/unknown-issuer' } });
  });

  it('that another version wrote is told from one that can be read', () => {
    const good = JSON.parse(writeReply({ kind: 'saw', sight: sightFrom('eu-1') }));
    for (const change of [
      { form: 2 },
      { kind: 'heard' },
      { sight: null },
      { sight: { ...good.sight, verdict: 'splendid' } },
      { sight: { ...good.sight, at: 'yesterday' } },
      {
        sight: { ...good.sight, certificates: Array.from({ length: 100 }, () => good.sight.certificates[0]) },
      },
      { sight: { ...good.sight, findings: [{ id: '../../etc/passwd' }] } },
    ]) {
      expect(
        readReply(JSON.stringify({ ...good, ...change })),
        JSON.stringify(change).slice(0, 80),
      ).toBeNull();
    }
    expect(readReply(`${JSON.stringify(good)}${' '.repeat(300_000)}`)).toBeNull();
    // What a later version adds is no reason to refuse the rest.
    const more = { ...good, also: 1, sight: { ...good.sight, mood: 'calm' } };
    expect(readReply(JSON.stringify(more))).toMatchObject({ kind: 'saw' });
  });
});

/** As much of everything as a server can say. */
function loudDiagnosis(): Diagnosis {
  const long = '\u0007<!channel>"\\'.repeat(5000);
  const finding = {
    ...findingOf('chain/unknown-issuer'),
    ...{ title: long, explanation: long, fix: long, reproduce: long },
    evidence: Array.from({ length: 100 }, () => ({ label: long, value: long })),
  };
  const names = Array.from({ length: 100 }, () => long);
  return {
    ...sampleDiagnosis,
    rootCause: finding,
    findings: Array.from({ length: 100 }, () => finding),
    certificates: Array.from({ length: 100 }, () => ({ ...leafOf('a', names), names, issuer: long })),
  };
}
