import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availabilityOf, judgedMs } from '../../../src/core/past/availability.ts';
import {
  packDays,
  startOfDay,
  sumOf,
  totalsByDay,
  unpackDays,
  utcDayMs,
} from '../../../src/core/past/day-totals.ts';
import { addSpent, type LookRun } from '../../../src/core/past/look-run.ts';

const hourMs = 3_600_000;
const gapMs = 2 * hourMs;
const origin = Date.parse('2026-03-20T10:17:03.123Z');

function run(verdict: LookRun['verdict'], from: number, until: number): LookRun {
  return {
    verdict,
    rootCause: null,
    reason: null,
    leaf: null,
    from: new Date(from),
    lastAt: new Date(until),
    until: new Date(until),
    looks: 2,
  };
}

const verdict = fc.constantFrom('healthy', 'degraded', 'broken', 'unknown' as const);
/** Stretches of a verdict, some behind a gap of which nobody knows anything; days of summer time among them. */
const pasts = fc
  .array(
    fc.tuple(verdict, fc.integer({ min: 0, max: 5 * utcDayMs }), fc.integer({ min: 0, max: utcDayMs })),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((parts) => {
    let at = origin;
    return parts.map(([what, lengthMs, pauseMs]): LookRun => {
      const from = at + (pauseMs % 3 === 0 ? pauseMs : 0);
      at = from + lengthMs;
      return run(what, from, at);
    });
  });

describe('totals of days', () => {
  it('hold every millisecond of the runs once', () => {
    fc.assert(
      fc.property(pasts, (runs) => {
        const totals = totalsByDay(runs, new Date(0), new Date(origin * 2));
        const lengths = runs.reduce((sum, { from, until }) => sum + until.getTime() - from.getTime(), 0);
        const { unknown, ...rest } = sumOf(totals.values());
        expect(unknown + rest.healthy + rest.degraded + rest.broken).toBe(lengths);
        for (const spent of totals.values()) {
          expect(judgedMs(spent) + spent.unknown).toBeLessThanOrEqual(utcDayMs);
        }
        expect(unpackDays(packDays(totals), 0)).toEqual(totals);
      }),
    );
  });

  it('are the same cut anywhere', () => {
    fc.assert(
      fc.property(pasts, fc.integer({ min: -utcDayMs, max: 60 * utcDayMs }), (runs, offset) => {
        const cut = new Date(origin + offset);
        const end = new Date(origin * 2);
        const before = sumOf(totalsByDay(runs, new Date(0), cut).values());
        const after = sumOf(totalsByDay(runs, cut, end).values());
        expect(addSpent(before, after)).toEqual(sumOf(totalsByDay(runs, new Date(0), end).values()));
      }),
    );
  });
});

describe('availability', () => {
  it('is the same from raw looks and from days that were rolled up', () => {
    fc.assert(
      fc.property(pasts, fc.integer({ min: 0, max: 60 }), (runs, days) => {
        const firstDay = Math.floor(origin / utcDayMs);
        const edge = startOfDay(firstDay + days);
        const now = runs.at(-1)?.until ?? edge;
        const rolled = packDays(totalsByDay(runs, new Date(0), edge));
        const rest = runs
          .filter(({ until }) => until > edge)
          .map((one) => ({ ...one, from: one.from < edge ? edge : one.from }));
        const raw = availabilityOf({ runs, days: [] }, startOfDay(firstDay), now, gapMs);
        const mixed = availabilityOf({ runs: rest, days: rolled }, startOfDay(firstDay), now, gapMs);
        if (raw === null) return;
        // Where everything before the edge is unknown, or the end lies in a rolled day, the window differs.
        if (mixed === null || edge > now || rolled.length === 0) return;
        expect(mixed.spent).toEqual(raw.spent);
        const missing = raw.from.getTime() - mixed.from.getTime();
        expect(mixed.unseenMs).toBe(raw.unseenMs + missing);
      }),
    );
  });

  it('adds up to the window, day by day', () => {
    fc.assert(
      fc.property(pasts, fc.integer({ min: 0, max: 40 * utcDayMs }), (runs, offset) => {
        const now = new Date((runs.at(-1)?.until.getTime() ?? origin) + 1);
        const past = availabilityOf({ runs, days: [] }, new Date(origin + offset), now, gapMs);
        if (past === null) return;
        const { spent, unseenMs, from, to, days } = past;
        expect(judgedMs(spent) + spent.unknown + unseenMs).toBe(to.getTime() - from.getTime());
        expect(sumOf(days.map((day) => day.spent))).toEqual(spent);
        expect(days.every((day) => day.unseenMs >= 0)).toBe(true);
        expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
      }),
    );
  });

  it('leaves out what lies before and after the window, to the millisecond', () => {
    const runs = [
      run('healthy', origin, origin + 10 * hourMs),
      run('broken', origin + 10 * hourMs, origin + 20 * hourMs),
    ];
    const past = availabilityOf(
      { runs, days: [] },
      new Date(origin + 10 * hourMs - 1),
      new Date(origin + 10 * hourMs + 1),
      gapMs,
    );
    expect(past?.spent).toMatchObject({ healthy: 1, broken: 1, degraded: 0, unknown: 0 });
  });

  it('knows nothing of a single look, and of time after the last one where that is long ago', () => {
    const once = run('healthy', origin, origin);
    expect(availabilityOf({ runs: [once], days: [] }, new Date(0), new Date(origin), gapMs)).toBeNull();
    const runs = [run('healthy', origin, origin + hourMs)];
    const late = availabilityOf({ runs, days: [] }, new Date(0), new Date(origin + 10 * hourMs), gapMs);
    expect(late).toMatchObject({ spent: { healthy: hourMs }, unseenMs: 9 * hourMs });
    const soon = availabilityOf({ runs, days: [] }, new Date(0), new Date(origin + 2 * hourMs), gapMs);
    expect(soon).toMatchObject({ spent: { healthy: hourMs }, unseenMs: 0 });
  });

  it('has days of 24 hours where clocks are changed', () => {
    const from = Date.parse('2026-03-28T00:00:00Z');
    const until = Date.parse('2026-03-31T00:00:00Z');
    const past = availabilityOf(
      { runs: [run('healthy', from, until)], days: [] },
      new Date(0),
      new Date(until),
      gapMs,
    );
    expect(past?.days.map(({ spent }) => spent.healthy)).toEqual([utcDayMs, utcDayMs, utcDayMs]);
  });
});
