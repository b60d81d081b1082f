import { dayOf, startOfDay, sumOf, totalsByDay, unpackDays, utcDayMs } from './day-totals.ts';
import { type DayRun, type LookRun, nothingSpent, type Spent } from './look-run.ts';

/** What is known of a stretch of time; `spent.unknown`: we looked and could not judge, `unseenMs`: nobody looked. */
export type Availability = {
  readonly from: Date;
  readonly to: Date;
  readonly spent: Spent;
  readonly unseenMs: number;
  readonly days: readonly DayOfPast[];
};

export type DayOfPast = { readonly day: number; readonly spent: Spent; readonly unseenMs: number };

export type Past = { readonly runs: readonly LookRun[]; readonly days: readonly DayRun[] };

/** Clients are served: what is degraded serves some of them less well, or will soon. */
export function upMs({ healthy, degraded }: Spent): number {
  return healthy + degraded;
}

export function judgedMs(spent: Spent): number {
  return upMs(spent) + spent.broken;
}

/**
 * What is known of [since, now). It begins with the first look where that is later, and ends with the last one where that
 * was only just now, as nobody can have seen what came after. Days that were rolled up cannot be cut: where such a one is
 * at the edge, the whole of it counts, and `from` says so. Null: nothing is known.
 */
export function availabilityOf(
  { runs, days }: Past,
  since: Date,
  now: Date,
  longestGapMs: number,
): Availability | null {
  const rolled = unpackDays(days, dayOf(since));
  const [firstDay] = [...rolled.keys()].toSorted((one, other) => one - other);
  const from = startOf(runs, firstDay, since);
  const to = endOf(runs, now, longestGapMs);
  if (from === null || to <= from) return null;
  // A day that was rolled up is complete; what a clock set back put there again counts no second time.
  const listed = daysOf(new Map([...totalsByDay(runs, from, to), ...rolled]), from, to);
  return {
    from,
    to,
    spent: sumOf(listed.map(({ spent }) => spent)),
    unseenMs: listed.reduce((sum, { unseenMs }) => sum + unseenMs, 0),
    days: listed,
  };
}

function startOf(runs: readonly LookRun[], firstDay: number | undefined, since: Date): Date | null {
  if (firstDay !== undefined) return startOfDay(firstDay);
  const first = runs[0]?.from;
  if (first === undefined) return null;
  return first > since ? first : since;
}

function endOf(runs: readonly LookRun[], now: Date, longestGapMs: number): Date {
  const newest = runs.findLast(({ from }) => from <= now);
  // What lies in the future was seen by a wrong clock.
  if (newest === undefined || newest.until > now) return now;
  return now.getTime() - newest.until.getTime() <= longestGapMs ? newest.until : now;
}

function daysOf(totals: ReadonlyMap<number, Spent>, from: Date, to: Date): readonly DayOfPast[] {
  const listed: DayOfPast[] = [];
  for (let day = dayOf(from); startOfDay(day) < to; day += 1) {
    const begin = Math.max(from.getTime(), day * utcDayMs);
    const end = Math.min(to.getTime(), (day + 1) * utcDayMs);
    const spent = totals.get(day) ?? nothingSpent;
    listed.push({ day, spent, unseenMs: end - begin - judgedMs(spent) - spent.unknown });
  }
  return listed;
}
