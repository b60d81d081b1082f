import type { RenewalState } from '../../core/watch/renewal/renewal.ts';
import { dayNumber, isWeekend } from './days.ts';

/** One certificate, wherever it is served. */
export type TimelineEntry = {
  /** "pay.example.com", or the first of several with how many more. */
  readonly name: string;
  readonly state: RenewalState;
  /** When its renewal becomes due, overdue, and when it ends. */
  readonly due: Date;
  readonly overdue: Date;
  readonly notAfter: Date;
  /** The page about it, where the drawing can be clicked. */
  readonly href?: string;
};

export type TimelineDay = {
  readonly isWeekend: boolean;
  /** Certificates that end, and whose renewal becomes due, on this day. */
  readonly ends: number;
  readonly dues: number;
};

/** Days are counted from today, 0; what is past is below 0. */
export type TimelineRow = {
  readonly name: string;
  readonly state: RenewalState;
  /** As in the entry. */
  readonly href: string | null;
  readonly due: number;
  readonly overdue: number;
  readonly end: number;
};

/** What a timeline shows: everything that its picture and its words are made from. */
export type Timeline = {
  /** Today in the reader's zone, as `dayNumber`. */
  readonly today: number;
  /** The first day that is shown, counted from today. */
  readonly from: number;
  readonly days: readonly TimelineDay[];
  /** The first to end, expired ones before all. */
  readonly rows: readonly TimelineRow[];
  /** Further ones that end within these days, or have. */
  readonly more: number;
  readonly certificates: number;
  readonly expired: number;
  readonly ends: number;
  readonly dues: number;
};

export type TimelineView = {
  /** The first day that is shown, counted from today, and how many. */
  readonly from: number;
  readonly days: number;
  /** How many are named. */
  readonly rows: number;
};

export const timelineDays = 90;
const usualView: TimelineView = { from: 0, days: timelineDays, rows: 12 };

export function timelineOf(
  entries: readonly TimelineEntry[],
  now: Date,
  zone: string,
  { from, days, rows }: TimelineView = usualView,
): Timeline {
  const today = dayNumber(now, zone);
  const ahead = (at: Date) => dayNumber(at, zone) - today;
  const ends = new Array<number>(days).fill(0);
  const dues = new Array<number>(days).fill(0);
  const count = (counts: number[], day: number) => {
    const at = day - from;
    if (at >= 0 && at < days) counts[at] = (counts[at] ?? 0) + 1;
  };
  const near: TimelineEntry[] = [];
  let expired = 0;
  for (const entry of entries) {
    if (![entry.due, entry.overdue, entry.notAfter].every(isDate)) continue;
    const end = ahead(entry.notAfter);
    const isOver = entry.state === 'expired';
    if (isOver) expired += 1;
    // What is over is counted where one looks back, and named wherever today is shown.
    if (!isOver || from < 0) count(ends, end);
    if (entry.due > now) count(dues, ahead(entry.due));
    if (isOver ? from <= 0 : end >= from && end < from + days) near.push(entry);
  }
  const sorted = near.toSorted(
    (one, other) => one.notAfter.getTime() - other.notAfter.getTime() || (one.name < other.name ? -1 : 1),
  );
  return {
    today,
    from,
    days: ends.map((count, day) => ({
      isWeekend: isWeekend(today + from + day),
      ends: count,
      dues: dues[day] ?? 0,
    })),
    rows: sorted.slice(0, rows).map(({ name, state, due, overdue, notAfter, href = null }) => ({
      name,
      state,
      href,
      due: ahead(due),
      overdue: ahead(overdue),
      end: ahead(notAfter),
    })),
    more: Math.max(0, sorted.length - rows),
    certificates: entries.length,
    expired,
    ends: ends.reduce((sum, each) => sum + each, 0),
    dues: dues.reduce((sum, each) => sum + each, 0),
  };
}

function isDate(at: Date): boolean {
  return !Number.isNaN(at.getTime());
}
