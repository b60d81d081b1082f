import { expect, it } from 'vitest';
import type { SctVerdict } from '../../../src/pki/ct/sct-verdict.ts';
import { transparencyBlocks } from '../../../src/views/certificate/transparency.ts';
import type { FactsOf } from '../../../src/views/diagnosis/facts.ts';
import { leafWith } from '../../support/facts/certificate-facts.ts';
import { served } from '../../support/facts/probe-facts.ts';
import { enoughScts, sctOf, transparencyFacts } from '../../support/facts/transparency-facts.ts';

const bad: SctVerdict['fault'] = { kind: 'bad-signature', detail: 'forged' };

/** The one line of `/cert`, or null when there is none. */
function line(facts: ReturnType<typeof transparencyFacts> | null): string | null {
  const factsOf = (() => facts) as unknown as FactsOf;
  const [block] = transparencyBlocks({ served: served({ leaf: leafWith() }), factsOf });
  return block === undefined ? null : JSON.stringify(block).replace(/.*"text":"([^"]*)".*/, '$1');
}

it.each([
  [
    'all count',
    transparencyFacts([...enoughScts, sctOf('Beta', { logId: 'B2' })]),
    '3 timestamps from 2 operators, all verified (list of 14 Nov 2026)',
  ],
  [
    'one is bad',
    transparencyFacts([...enoughScts, sctOf('Gamma', { fault: bad })]),
    '3 timestamps from 2 operators, 2 of them verified (list of 14 Nov 2026)',
  ],
  [
    'too few count',
    transparencyFacts([sctOf('Alpha')]),
    '1 timestamp from 1 operator, all verified, too few for Chrome and Apple (list of 14 Nov 2026)',
  ],
  [
    'the list is old',
    transparencyFacts(enoughScts, {}, { stale: true }),
    '2 timestamps from 2 operators, all verified (list of 14 Nov 2026, outdated)',
  ],
  ['none came', transparencyFacts([]), 'no timestamp'],
  [
    'none is needed',
    transparencyFacts([], { bound: false }),
    'no timestamp, and a private authority needs none',
  ],
  ['nothing was seen', null, null],
  ['it is about another certificate', transparencyFacts([], { leaf: leafWith({ serial: '77' }) }), null],
] as const)('%s', (_when, facts, wanted) => {
  expect(line(facts)).toBe(wanted);
});
