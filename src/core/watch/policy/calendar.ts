import type { QuietHours } from './policy.ts';

/**
 * Quiet hours and days off by the wall clock of a zone. The zone's rules are Intl's; nothing here knows an offset. A
 * wall clock that is set forward or back only makes a quiet stretch shorter or longer.
 */
const minuteMs = 60_000;
const minutesOfDay = 1440;
/** Longer than any quiet stretch of people who work at all. */
const longestSearchMs = 15 * 24 * 60 * minuteMs;

export function isQuiet(quiet: QuietHours, zone: string, at: Date): boolean {
  return isQuietAt(quiet, wallClock(zone, at));
}

/**
 * The first moment at or after `at`, to the minute, at which somebody may be called. Where no day is a working day there
 * is none, and `at` itself stands: a rule that silences everything for ever is a mistake, not a wish.
 */
export function firstLoud(quiet: QuietHours, zone: string, at: Date): Date {
  if (!isQuiet(quiet, zone, at)) return at;
  const until = at.getTime() + longestSearchMs;
  let moment = Math.floor(at.getTime() / minuteMs) * minuteMs;
  while (moment <= until) {
    const clock = wallClock(zone, new Date(moment));
    if (!isQuietAt(quiet, clock)) return new Date(Math.max(moment, at.getTime()));
    moment += stepMinutes(quiet, zone, moment, clock) * minuteMs;
  }
  return at;
}

/** To the end of the quiet stretch at once where the wall clock runs evenly until then; else minute by minute. */
function stepMinutes(quiet: QuietHours, zone: string, moment: number, clock: WallClock): number {
  const whole = untilEnd(quiet, clock);
  const there = wallClock(zone, new Date(moment + whole * minuteMs));
  const evenly = there.minute === (clock.minute + whole) % minutesOfDay;
  return evenly ? whole : 1;
}

function untilEnd({ from, to, workingDays }: QuietHours, { minute, day }: WallClock): number {
  if (!workingDays.includes(day) || !isWithin(from, to, minute)) return minutesOfDay - minute;
  // At midnight the day may turn out to be one off.
  const toMidnight = minutesOfDay - minute;
  const toEnd = (to - minute + minutesOfDay) % minutesOfDay;
  return Math.max(1, Math.min(toEnd, toMidnight));
}

type WallClock = { readonly minute: number; readonly day: number };

function isQuietAt({ from, to, workingDays }: QuietHours, { minute, day }: WallClock): boolean {
  return !workingDays.includes(day) || isWithin(from, to, minute);
}

function isWithin(from: number, to: number, minute: number): boolean {
  if (from === to) return false;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function wallClock(zone: string, at: Date): WallClock {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const number = (part: Intl.DateTimeFormatPartTypes) => Number(parts.get(part));
  return {
    minute: number('hour') * 60 + number('minute'),
    day: days.indexOf(parts.get('weekday') ?? '') + 1,
  };
}

/** Making one costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** Whether Intl knows it: a platform or an old setting may name one that it does not. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}
