import { addSpent, type DayRun, type LookRun, nothingSpent, type Spent } from './look-run.ts';

/** A day of UTC has no hour more or less, wherever the reader is. */
export const utcDayMs = 86_400_000;

export function dayOf(at: Date): number {
  return Math.floor(at.getTime() / utcDayMs);
}

export function startOfDay(day: number): Date {
  return new Date(day * utcDayMs);
}

/** What of [from, to) is known, by day; days of which nothing is known are left out. */
export function totalsByDay(runs: readonly LookRun[], from: Date, to: Date): ReadonlyMap<number, Spent> {
  const totals = new Map<number, Spent>();
  for (const run of runs) {
    let at = Math.max(run.from.getTime(), from.getTime());
    const end = Math.min(run.until.getTime(), to.getTime());
    while (at < end) {
      const day = Math.floor(at / utcDayMs);
      const next = Math.min(end, (day + 1) * utcDayMs);
      const before = totals.get(day) ?? nothingSpent;
      totals.set(day, { ...before, [run.verdict]: before[run.verdict] + next - at });
      at = next;
    }
  }
  return totals;
}

/** Days in order, those alike and in a row as one. */
export function packDays(totals: ReadonlyMap<number, Spent>): readonly DayRun[] {
  const packed: DayRun[] = [];
  for (const [day, spent] of [...totals].toSorted(([one], [other]) => one - other)) {
    const last = packed.at(-1);
    if (last !== undefined && last.day + last.days === day && isSame(last.spent, spent)) {
      packed[packed.length - 1] = { ...last, days: last.days + 1 };
    } else {
      packed.push({ day, days: 1, spent });
    }
  }
  return packed;
}

/** The days from `first` on, one by one. */
export function unpackDays(packed: readonly DayRun[], first: number): Map<number, Spent> {
  const totals = new Map<number, Spent>();
  for (const { day, days, spent } of packed) {
    for (let at = Math.max(day, first); at < day + days; at += 1) totals.set(at, spent);
  }
  return totals;
}

export function sumOf(totals: Iterable<Spent>): Spent {
  let sum = nothingSpent;
  for (const spent of totals) sum = addSpent(sum, spent);
  return sum;
}

export function isSame(one: Spent, other: Spent): boolean {
  return (
    one.healthy === other.healthy &&
    one.degraded === other.degraded &&
    one.broken === other.broken &&
    one.unknown === other.unknown
  );
}
