import type { Availability, DayOfPast } from '../../../src/core/past/availability.ts';
import { addSketches, bucketOf, type DayLatency, type Sketch } from '../../../src/core/past/latency.ts';
import { addSpent, nothingSpent, type Spent } from '../../../src/core/past/look-run.ts';

const dayMs = 86_400_000;

/** Days in a row from 1 Nov 2026: all up, but for what is said of some of them. */
export function pastOf(
  count: number,
  said: Readonly<Record<number, Partial<Spent & { unseen: number }>>> = {},
): Availability {
  const first = Date.UTC(2026, 10, 1) / dayMs;
  const days = Array.from({ length: count }, (_, at): DayOfPast => {
    const { degraded = 0, broken = 0, unknown = 0, unseen = 0 } = said[at] ?? {};
    const spent = { healthy: dayMs - degraded - broken - unknown - unseen, degraded, broken, unknown };
    return { day: first + at, spent, unseenMs: unseen };
  });
  return {
    from: new Date(first * dayMs),
    to: new Date((first + count) * dayMs),
    spent: days.reduce((sum, { spent }) => addSpent(sum, spent), nothingSpent),
    unseenMs: days.reduce((sum, { unseenMs }) => sum + unseenMs, 0),
    days,
  };
}

export function sketchOf(times: readonly number[]): Sketch {
  return addSketches(times.map((ms) => new Map([[bucketOf(ms), 1]])));
}

/** Some 35 ms by night and 50 by day, and now and then one that took long. */
function tookAt(day: number, hour: number): number {
  const usual = 34 + ((day * 7) % 12) + (hour > 8 && hour < 20 ? 12 : 0);
  return usual + ((day * 24 + hour) % 17 === 0 ? 40 : (hour * 5) % 7);
}

/** 24 looks on each of these days, but for those `without`. */
export function latencyOf(past: Availability, ...without: readonly number[]): readonly DayLatency[] {
  return past.days.flatMap(({ day }, at) =>
    without.includes(at)
      ? []
      : [{ day, sketch: sketchOf(Array.from({ length: 24 }, (_, hour) => tookAt(at, hour))) }],
  );
}
