import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLoud, isQuiet, isZone } from '../../../src/core/watch/policy/calendar.ts';
import type { QuietHours } from '../../../src/core/watch/policy/policy.ts';

const minute = 60_000;
const nights: QuietHours = { from: 20 * 60, to: 8 * 60, workingDays: [1, 2, 3, 4, 5], zone: null };

/** Days on which these zones change their clocks, and one that never does. */
const changes = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Asia/Kathmandu', '2026-06-15T00:00Z'],
] as const;

describe('nights and weekends', () => {
  it.each([
    ['Thursday noon', '2026-09-24T10:00Z', '2026-09-24T10:00Z'],
    ['Thursday night', '2026-09-24T20:30Z', '2026-09-25T06:00Z'],
    ['past midnight', '2026-09-25T01:00Z', '2026-09-25T06:00Z'],
    ['the last quiet second', '2026-09-25T05:59:59.999Z', '2026-09-25T06:00Z'],
    ['Friday evening', '2026-09-25T18:00Z', '2026-09-28T06:00Z'],
    ['Sunday noon', '2026-09-27T10:00Z', '2026-09-28T06:00Z'],
    ['the night of summer time', '2026-03-28T23:30Z', '2026-03-30T06:00Z'],
  ])('Berlin, %s', (_when, at, loud) => {
    expect(firstLoud(nights, 'Europe/Berlin', new Date(at))).toEqual(new Date(loud));
  });

  it('end where the wall clock jumps over their end', () => {
    const quiet: QuietHours = {
      from: 1 * 60,
      to: 2 * 60 + 30,
      workingDays: [1, 2, 3, 4, 5, 6, 7],
      zone: null,
    };
    expect(firstLoud(quiet, 'Europe/Berlin', new Date('2026-03-29T00:10Z'))).toEqual(
      new Date('2026-03-29T01:00Z'),
    );
  });

  it('equal ends mean no quiet hours, no working day means that nobody is waited for', () => {
    const at = new Date('2026-09-24T23:00Z');
    expect(isQuiet({ ...nights, from: 0, to: 0 }, 'UTC', at)).toBe(false);
    expect(firstLoud({ ...nights, workingDays: [] }, 'UTC', at)).toEqual(at);
  });

  it('knows which zones there are', () => {
    expect([isZone('Asia/Kathmandu'), isZone('Mars/Olympus'), isZone('')]).toEqual([true, false, false]);
  });
});

describe('around a change of the clock', () => {
  const around = fc.record({
    change: fc.constantFrom(...changes),
    offset: fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
    quiet: fc.record({
      from: fc.nat(1439),
      to: fc.nat(1439),
      workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      zone: fc.constant(null),
    }),
  });

  it('the first loud moment is the one that asking every minute finds', () => {
    fc.assert(
      fc.property(around, ({ change: [zone, at], offset, quiet }) => {
        const from = new Date(new Date(at).getTime() + offset * minute);
        const found = firstLoud(quiet, zone, from);
        expect(isQuiet(quiet, zone, found)).toBe(false);
        let asked = from.getTime();
        while (isQuiet(quiet, zone, new Date(asked))) asked += minute;
        expect(found).toEqual(new Date(asked));
      }),
      { numRuns: 150 },
    );
  });
});
