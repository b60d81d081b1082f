import type { Availability, DayOfPast } from '../../src/core/past/availability.ts';
import { addSpent, nothingSpent, type Spent } from '../../src/core/past/look-run.ts';
import type { DayLatency } from '../../src/views/strip/strip.ts';

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

export function latencyOf(past: Availability, ...without: readonly number[]): readonly DayLatency[] {
  return past.days.flatMap(({ day }, at) =>
    without.includes(at)
      ? []
      : [
          {
            day,
            looks: 24,
            leastMs: 20 + (at % 5),
            meanMs: 34 + ((at * 7) % 20),
            mostMs: 60 + ((at * 13) % 40),
          },
        ],
  );
}
