import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSketches, figuresOf, isMeasured, timedWords } from '../../../src/core/past/latency.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { sketchOf } from '../../support/samples/strip-days.ts';

const times = fc.array(fc.double({ min: 0.1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function nearestRank(measured: readonly number[], share: number): number {
  return measured.toSorted((one, other) => one - other)[Math.ceil(share * measured.length) - 1] ?? 0;
}

test('the median and the 95th percentile are within 5 % of what was measured', () => {
  fc.assert(
    fc.property(times, (measured) => {
      const figures = figuresOf(sketchOf(measured));
      expect(figures?.looks).toBe(measured.length);
      for (const [read, share] of [
        [figures?.medianMs, 0.5],
        [figures?.highMs, 0.95],
        [figures?.mostMs, 1],
      ] as const) {
        const exact = nearestRank(measured, share);
        expect(Math.abs((read ?? 0) - exact) / exact).toBeLessThan(0.05);
      }
    }),
  );
});

test('days together are as if all their looks had been of one day', () => {
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 7 }), (days) => {
      expect(figuresOf(addSketches(days.map(sketchOf)))).toEqual(figuresOf(sketchOf(days.flat())));
    }),
  );
});

test('nothing measured has no figures, and nothing that is no time is measured', () => {
  expect(figuresOf(sketchOf([]))).toBeNull();
  expect([undefined, Number.NaN, -1, Number.POSITIVE_INFINITY, 0, 12].map(isMeasured)).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
  // Out of all scales, and still a number.
  for (const ms of [0, 1e-9, 1e12]) expect(figuresOf(sketchOf([ms]))?.medianMs).toBeGreaterThan(0);
});

test('what was timed depends on whether there is TLS', () => {
  expect(timedWords(parseTarget('a.example'))).toBe('TCP connect and TLS handshake');
  expect(timedWords(parseTarget('smtp://a.example'))).toBe('TCP connect and TLS handshake');
  expect(timedWords(parseTarget('tcp://a.example:22'))).toBe('TCP connect');
});
