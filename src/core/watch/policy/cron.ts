import { daysText, parseDays } from './days.ts';

/** Of a day: "0 9 * * 1-5" is 9 o'clock from Monday to Friday. */
export function dailyCron(hour: number, minute: number, days: readonly number[]): string {
  return `${minute} ${hour} * * ${days.length === 7 ? '*' : dayField(days)}`;
}

function dayField(days: readonly number[]): string {
  const first = days[0] ?? 1;
  const last = days.at(-1) ?? 7;
  return days.length > 2 && last - first === days.length - 1 ? `${first}-${last}` : days.join(',');
}

/** The values of a field of numbers, lists, ranges and steps, in order; null when it is none. */
export function fieldValues(field: string, low: number, high: number): readonly number[] | null {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return null;
    const [, star, from, to, step] = match;
    // "5/10" is a step without a range: programs disagree about what it means.
    if (star === undefined && to === undefined && step !== undefined) return null;
    const first = star === undefined ? Number(from) : low;
    const last = star === undefined ? Number(to ?? from) : high;
    const by = Number(step ?? 1);
    if (first < low || last > high || first > last || by < 1) return null;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return [...values].toSorted((one, other) => one - other);
}

/** "daily at 09:00", "Monday to Friday at 08:30"; what is less plain stays cron. */
export function cronWords(cron: string): string {
  const [minutes = '', hours = '', day, month, weekday = '*'] = cron.split(' ');
  const minute = fieldValues(minutes, 0, 59);
  const hour = hours === '*' ? null : fieldValues(hours, 0, 23);
  const days = daysIn(weekday);
  if (day !== '*' || month !== '*' || days === null || minute?.length !== 1) return `by cron "${cron}"`;
  const past = String(minute[0]).padStart(2, '0');
  if (hour === null) return `${days === 'daily' ? '' : `${days}, `}every hour at :${past}`;
  const times = hour.map((each) => `${String(each).padStart(2, '0')}:${past}`);
  const [last] = times.slice(-1);
  return `${days} at ${times.length === 1 ? last : `${times.slice(0, -1).join(', ')} and ${last}`}`;
}

function daysIn(field: string): string | null {
  if (field === '*') return 'daily';
  if (/^[a-z,-]+$/i.test(field)) return daysNamed(field);
  // Sunday is 0, and 7 as well.
  const values = fieldValues(field, 0, 7);
  if (values === null) return null;
  const days = new Set(values.map((value) => (value === 0 ? 7 : value)));
  return daysText([...days].toSorted((one, other) => one - other));
}

function daysNamed(field: string): string | null {
  try {
    return daysText(parseDays(field));
  } catch {
    return null;
  }
}
