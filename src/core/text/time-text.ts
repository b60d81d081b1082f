const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export type DateStyle = 'relative' | 'absolute' | 'both' | 'clock';

/** A date as people of `zone` read it at the moment `now`. */
export function dateText(at: Date, style: DateStyle, zone: string, now: Date): string {
  switch (style) {
    case 'relative':
      return relativeText(at, now);
    case 'absolute':
      return absoluteText(at, zone, now);
    case 'both':
      return `${relativeText(at, now)} (${absoluteText(at, zone, now)})`;
    case 'clock':
      return clockText(at, zone, now);
  }
}

/** "in 6 days", "3 hours ago", "now". Rounded down: nobody is promised a day that is not whole. */
export function relativeText(at: Date, now: Date): string {
  const differenceMs = at.getTime() - now.getTime();
  if (Number.isNaN(differenceMs)) return 'at an unreadable time';
  const span = spanText(Math.abs(differenceMs));
  if (span === null) return 'now';
  return differenceMs > 0 ? `in ${span}` : `${span} ago`;
}

/** A length of time as "6 days"; null under a minute. Days up to two years, because renewal is counted in days. */
export function spanText(ms: number): string | null {
  if (ms < minuteMs) return null;
  if (ms < 2 * hourMs) return counted(Math.floor(ms / minuteMs), 'minute');
  if (ms < 2 * dayMs) return counted(Math.floor(ms / hourMs), 'hour');
  if (ms < 730 * dayMs) return counted(Math.floor(ms / dayMs), 'day');
  return counted(Math.floor(ms / (365.25 * dayMs)), 'year');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** "Tue 1 Dec, 14:00 CET"; with the year when it is not this one. */
export function absoluteText(at: Date, zone: string, now: Date): string {
  if (Number.isNaN(at.getTime())) return 'an unreadable date';
  const parts = partsOf(at, zone);
  const year = parts.year === partsOf(now, zone).year ? '' : ` ${parts.year}`;
  return `${parts.weekday} ${parts.day} ${parts.month}${year}, ${parts.hour}:${parts.minute} ${zoneName(at, zone)}`;
}

/** "14:02:15 CET"; with the day when it is not today. */
export function clockText(at: Date, zone: string, now: Date): string {
  if (Number.isNaN(at.getTime())) return 'an unreadable time';
  const parts = partsOf(at, zone);
  const today = partsOf(now, zone);
  const isToday = parts.day === today.day && parts.month === today.month && parts.year === today.year;
  const day = isToday ? '' : `${parts.weekday} ${parts.day} ${parts.month}, `;
  const seconds = String(at.getUTCSeconds()).padStart(2, '0');
  return `${day}${parts.hour}:${parts.minute}:${seconds} ${zoneName(at, zone)}`;
}

type DateParts = Readonly<Record<'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute', string>>;

function partsOf(at: Date, zone: string): DateParts {
  const found = Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '' } = found;
  return { weekday, day, month: month.slice(0, 3), year, hour, minute };
}

/** British English knows "CET", American "EST"; what neither knows stays an offset, "GMT+9". */
function zoneName(at: Date, zone: string): string {
  const names = ['en-GB', 'en-US'].map((locale) => {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(
      at,
    );
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
  });
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? zone;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs 100 times as much as using it. */
function formatter(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(zone, made);
  return made;
}

/** The zone under its usual name if this machine knows it, else null: a browser's word for its zone is not to be trusted. */
export function knownZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** How long something is being waited for: "4 s", "2 min 5 s"; nothing within the first second. */
export function waitText(waitedMs: number): string {
  const seconds = Math.floor(waitedMs / 1000);
  if (seconds < 1) return '';
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "12 ms", "<1 ms", "1.2 s". */
export function msText(elapsedMs: number): string {
  if (elapsedMs > 0 && elapsedMs < 1) return '<1 ms';
  return elapsedMs < 1000 ? `${Math.round(elapsedMs)} ms` : `${(elapsedMs / 1000).toFixed(1)} s`;
}
