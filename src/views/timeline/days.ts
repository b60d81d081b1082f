/** Days of a calendar as numbers: days since 1970-01-01 of the date that the wall clock of a zone shows. */
const dayMs = 86_400_000;

export function dayNumber(at: Date, zone: string): number {
  const parts = formatterOf(zone).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day')) / dayMs;
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
  });
  formatters.set(zone, made);
  return made;
}
