import { UserError } from '../../errors.ts';
import { typedWord } from '../../text/typed-word.ts';

/** Monday first (ISO 8601): the number of a day is its place in here, counted from 1. */
export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

const groups: Readonly<Record<string, readonly number[]>> = {
  daily: [1, 2, 3, 4, 5, 6, 7],
  all: [1, 2, 3, 4, 5, 6, 7],
  weekdays: [1, 2, 3, 4, 5],
  workdays: [1, 2, 3, 4, 5],
  weekend: [6, 7],
};

/** "mon-fri", "mon, wed, fri", "sun-thu", "weekdays": days from 1 Monday to 7 Sunday, in order. */
export function parseDays(typed: string): readonly number[] {
  const words = typed
    .toLowerCase()
    .replace(/\s*-\s*/g, '-')
    .split(/[\s,]+/)
    .filter(Boolean);
  const days = words.flatMap((word) => groups[word] ?? rangeOf(word) ?? [Number.NaN]);
  if (days.length === 0 || days.some(Number.isNaN)) {
    throw new UserError(`"${typedWord(typed, 40)}" names no days. Try mon-fri, or mon,wed,fri.`);
  }
  return [...new Set(days)].toSorted((one, other) => one - other);
}

/** May pass the end of the week: "sat-mon". */
function rangeOf(word: string): readonly number[] | null {
  const [from, to, ...more] = word.split('-').map(dayNamed);
  if (from === undefined || from === 0 || to === 0 || more.length > 0) return null;
  const length = to === undefined ? 1 : ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => ((from - 1 + index) % 7) + 1);
}

/** 0: it is none. Two letters are enough: "mo", "Mon", "monday". */
function dayNamed(name: string): number {
  if (name.length < 2) return 0;
  return weekdays.findIndex((day) => day.toLowerCase().startsWith(name)) + 1;
}

/** "daily", "Monday to Friday", "Monday, Wednesday and Friday". */
export function daysText(days: readonly number[]): string {
  const names = days.map((day) => weekdays[day - 1] ?? '?');
  const [first] = days;
  const last = days.at(-1);
  if (days.length === 7) return 'daily';
  const isRun = first !== undefined && last !== undefined && last - first === days.length - 1;
  if (isRun && days.length > 2) return `${names[0]} to ${names.at(-1)}`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
