import { type Availability, type DayOfPast, judgedMs, upMs } from '../../core/past/availability.ts';
import { startOfDay } from '../../core/past/day-totals.ts';
import type { EndpointPast } from '../../core/past/endpoint-past.ts';
import {
  addSketches,
  type DayLatency,
  figuresOf,
  type LatencyFigures,
  timedWords,
} from '../../core/past/latency.ts';
import { addSpent, nothingSpent, type Spent } from '../../core/past/look-run.ts';
import { percentText } from '../../core/past/objective.ts';
import { targetText } from '../../core/target.ts';

/** One bar: a day of UTC, or a week where there are too many of them. */
export type StripPart = {
  readonly from: Date;
  readonly days: number;
  readonly spent: Spent;
  readonly unseenMs: number;
  /** Null: nothing was connected to on these days, or nobody kept how long it took. */
  readonly latency: LatencyFigures | null;
};

/** What a strip shows: everything that its picture and its words are made from. */
export type Strip = {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
  readonly each: 'day' | 'week';
  readonly parts: readonly StripPart[];
  readonly spent: Spent;
  readonly unseenMs: number;
  /** "99.95 %"; null: it could not be judged at any time. */
  readonly up: string | null;
  /** Of all parts together; null: nothing was measured. */
  readonly latency: LatencyFigures | null;
  /** What was timed: "TCP connect". */
  readonly timed: string;
};

/** More bars than this are too thin to tell apart. */
const mostBars = 92;
/** One bar is no course of time. */
const leastDays = 2;

/** The strip of what is known of an endpoint. */
export function stripOfPast({ endpoint, availability, latency }: EndpointPast): Strip | null {
  const { target } = endpoint;
  return stripOf(targetText(target), availability, latency, timedWords(target));
}

/** Null where there is too little to draw. `latency` in any order; a day may be missing. */
export function stripOf(
  name: string,
  past: Availability | null,
  latency: readonly DayLatency[] = [],
  timed = 'TCP connect and TLS handshake',
): Strip | null {
  if (past === null || past.days.length < leastDays) return null;
  const { from, to, days, spent, unseenMs } = past;
  const byDay = new Map(latency.map((one) => [one.day, one]));
  const sketches = days.flatMap(({ day }) => byDay.get(day)?.sketch ?? []);
  const size = days.length <= mostBars ? 1 : 7;
  const judged = judgedMs(spent);
  const parts: StripPart[] = [];
  for (let at = 0; at < days.length; at += size) parts.push(partOf(days.slice(at, at + size), byDay));
  const up = judged === 0 ? null : percentText(upMs(spent), judged, 3);
  return {
    name,
    from,
    to,
    each: size === 1 ? 'day' : 'week',
    parts,
    spent,
    unseenMs,
    up,
    latency: figuresOf(addSketches(sketches)),
    timed,
  };
}

function partOf(days: readonly DayOfPast[], byDay: ReadonlyMap<number, DayLatency>): StripPart {
  const sketches = days.flatMap(({ day }) => byDay.get(day)?.sketch ?? []);
  return {
    from: startOfDay(days[0]?.day ?? 0),
    days: days.length,
    spent: days.reduce((sum, { spent }) => addSpent(sum, spent), nothingSpent),
    unseenMs: days.reduce((sum, one) => sum + one.unseenMs, 0),
    latency: figuresOf(addSketches(sketches)),
  };
}
