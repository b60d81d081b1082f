import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDays, encodeDays, withLook } from '../../../src/store/codec/latency-codec.ts';
import { sketchOf } from '../../support/samples/strip-days.ts';

const looks = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 40_000 }),
    ms: fc.double({ min: 0, max: 200_000, noNaN: true }),
  }),
  { minLength: 1, maxLength: 100 },
);

test('look by look, days are what all their looks are at once', () => {
  fc.assert(
    fc.property(looks, (unordered) => {
      const seen = unordered.toSorted((one, other) => one.day - other.day);
      const text = seen.reduce<string | null>((kept, { day, ms }) => withLook(kept, day, ms), null);
      const days = [...Map.groupBy(seen, ({ day }) => day)].map(([day, of]) => ({
        day,
        sketch: sketchOf(of.map(({ ms }) => ms)),
      }));
      expect(decodeDays(text)).toEqual(days);
      expect(encodeDays(days)).toBe(text);
    }),
  );
});

test('a day of usual looks takes a few bytes, and any day less than a kilobyte', () => {
  const usual = Array.from({ length: 24 }, (_, hour) => 34 + (hour % 7));
  const wild = Array.from({ length: 5000 }, (_, at) => 0.1 * 1.003 ** at);
  const lengthOf = (times: readonly number[]) =>
    encodeDays([{ day: 20_784, sketch: sketchOf(times) }])?.length ?? 0;
  expect(lengthOf(usual)).toBeLessThan(24);
  expect(lengthOf(wild)).toBeLessThan(1000);
  expect([encodeDays([]), decodeDays(null)]).toEqual([null, []]);
});
