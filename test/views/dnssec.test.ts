import { expect, it } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Uncertainty, Unsecured } from '../../src/net/dnssec/broken-link.ts';
import type { DnssecFacts } from '../../src/probes/dnssec.ts';
import { dnssecBlocks } from '../../src/views/dnssec.ts';
import { bogusFacts, dnssecFacts, zoneSeen } from '../support/facts/dnssec-facts.ts';

function blocksOf(facts: DnssecFacts | null) {
  const result = {
    probe: 'dnssec',
    layer: 'dns',
    elapsedMs: 1,
    ...(facts === null ? { status: 'skipped', because: 'dns', applicable: true } : { status: 'ok', facts }),
  };
  return dnssecBlocks({ results: [result] } as unknown as Diagnosis);
}

function sentenceOf(facts: DnssecFacts): string {
  return JSON.stringify(blocksOf(facts)[0]);
}

const insecure = (why: Partial<Unsecured>): DnssecFacts => {
  const whole: Unsecured = { code: 'no-ds', zone: 'org', from: 'example.org', algorithms: [], ...why };
  return dnssecFacts({
    state: 'insecure',
    answers: [{ type: 'A', trust: { state: 'insecure', why: whole } }],
  });
};
const unknown = (why: Uncertainty): DnssecFacts =>
  dnssecFacts({
    state: 'indeterminate',
    zones: [],
    answers: [{ type: 'A', trust: { state: 'indeterminate', why } }],
  });

it('shows each zone with its algorithm, keys, DS and the soonest end of a signature', () => {
  const [verdict, table] = blocksOf(dnssecFacts());
  expect(JSON.stringify(verdict)).toContain('secure');
  if (table?.kind !== 'table') throw new Error('no table');
  expect(table.rows.map(([zone]) => zone)).toEqual(['.', 'org', 'example.org']);
  expect(table.rows[2]).toEqual([
    'example.org',
    'secure',
    'ECDSAP256SHA256',
    '4711 (SEP)',
    '4711',
    expect.stringMatching(/^\w{3} \d+ \w{3} 2026, \d\d:\d\d UTC$/),
  ]);
});

it.each<readonly [DnssecFacts, RegExp]>([
  [bogusFacts(), /bogus: rrsig expired \(A of api\.example\.org\)/],
  [insecure({}), /insecure: org has no DS for example\.org/],
  [insecure({ code: 'opt-out' }), /opt-out/],
  [insecure({ code: 'unknown-algorithm', algorithms: [5] }), /algorithms that count as none/],
  [insecure({ code: 'nsec3-iterations' }), /NSEC3 rounds/],
  [unknown({ code: 'stripped' }), /cannot tell: the resolver hands out no signatures/],
  [unknown({ code: 'other-root', found: [1] }), /root of this resolver/],
  [unknown({ code: 'private-name', zone: '.' }), /the root says that there is no such name/],
  [unknown({ code: 'own-view' }), /a zone of its own/],
  [unknown({ code: 'too-much' }), /more questions/],
  [
    unknown({ code: 'no-answer', name: 'org', type: 'DS', said: 'timeout' }),
    /no answer for DS of org \(timeout\)/,
  ],
])('says it in a sentence', (facts, sentence) => {
  expect(sentenceOf(facts)).toMatch(sentence);
});

it('shows nothing where nobody looked, and no more zones than fit', () => {
  expect(blocksOf(null)).toEqual([]);
  const many = dnssecFacts({ zones: Array.from({ length: 40 }, (_, index) => zoneSeen(`z${index}.org`)) });
  const table = blocksOf(many)[1];
  expect(table?.kind === 'table' ? table.rows.length : 0).toBeLessThanOrEqual(12);
});
