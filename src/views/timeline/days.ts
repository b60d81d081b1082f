/** Days of a calendar as numbers: days since 1970-01-01 of the date that the wall clock of a zone shows. */
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

export function dayNumber(at: Date, zone: string): number {
  const ms = at.getTime();
  return Math.floor((ms + (steadyOffset(Math.floor(ms / weekMs), zone) ?? offsetAt(ms, zone))) / dayMs);
}

const offsets = new Map<string, number | null>();
/** A few zones and some years of each. */
const mostOffsets = 5000;

/** How far a zone is ahead of UTC during a week; null where its clocks are changed in it. Asking costs as much as 100 sums. */
function steadyOffset(week: number, zone: string): number | null {
  const key = `${week} ${zone}`;
  const kept = offsets.get(key);
  if (kept !== undefined) return kept;
  const first = offsetAt(week * weekMs, zone);
  // No zone changed its clocks there and back within a week.
  const offset = first === offsetAt((week + 1) * weekMs, zone) ? first : null;
  if (offsets.size >= mostOffsets) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function offsetAt(ms: number, zone: string): number {
  const parts = formatterOf(zone).formatToParts(ms);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const [year, month, day] = [part('year'), part('month') - 1, part('day')];
  // Not Date.UTC, which takes the year 99 for 1999.
  const local = new Date(0).setUTCFullYear(year, month, day);
  return (
    local +
    part('hour') * 3_600_000 +
    part('minute') * 60_000 +
    part('second') * 1000 -
    Math.floor(ms / 1000) * 1000
  );
}

export function isWeekend(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}

export function dayOfMonth(day: number): number {
  return new Date(day * dayMs).getUTCDate();
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** 0 Sunday to 6 Saturday; 1970 began on a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** "Dec". */
export function monthText(day: number): string {
  return months[new Date(day * dayMs).getUTCMonth()] ?? '';
}

/** "3 Dec". */
export function dayText(day: number): string {
  return `${dayOfMonth(day)} ${monthText(day)}`;
}

/** "Thu 3 Dec". */
export function weekdayText(day: number): string {
  return `${weekdays[weekdayOf(day)] ?? ''} ${dayText(day)}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs 100 times as much as using it. */
function formatterOf(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  formatters.set(zone, made);
  return made;
}
