import { contentLatin1, DerError, type Element, tags } from './der.ts';

/** A moment, and how its writing breaks RFC 5280 §4.1.2.5, if it does. */
export type ReadTime = { readonly date: Date; readonly problem: string | null };

const shapes = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.(\d{1,9}))?(Z|[+-]\d{4})?$/;

/**
 * UTCTime as YYMMDDHHMMSSZ through 2049, GeneralizedTime as YYYYMMDDHHMMSSZ from 2050. Other writings that have one
 * meaning are read and named; what has none throws `DerError`.
 */
export function timeOf(element: Element, what: string): ReadTime {
  const text = contentLatin1(element);
  const match = shapes.exec(text);
  const utc = element.tag === tags.utcTime;
  if (match === null || (!utc && element.tag !== tags.generalizedTime)) {
    throw new DerError(`${what} is not a time`, element.start);
  }
  const [, year = '', month, day, hour, minute, second, fraction, zone = 'Z'] = match;
  if (utc !== (year.length === 2)) throw new DerError(`${what} is not a time`, element.start);
  // RFC 5280 §4.1.2.5.1: 50 and above is 19xx.
  const fullYear = utc ? Number(year) + (Number(year) >= 50 ? 1900 : 2000) : Number(year);
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const parts = [
    fullYear,
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  ] as const;
  const local = momentOf(parts, milliseconds);
  if (local === null) throw new DerError(`${what} is a date that does not exist`, element.start);
  return { date: new Date(local - offsetMs(zone)), problem: faultOf(text, utc, fullYear, match) };
}

type Parts = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];

function momentOf(parts: Parts, milliseconds: number): number | null {
  const [year, month, day, hour, minute, second] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, milliseconds);
  const same =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCMinutes() === minute;
  return same && hour < 24 && second < 60 ? date.getTime() : null;
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return minutes * 60_000 * (zone.startsWith('-') ? -1 : 1);
}

function faultOf(text: string, utc: boolean, fullYear: number, match: RegExpExecArray): string | null {
  if (match[6] === undefined) return 'is written without seconds';
  if (match[7] !== undefined) return 'is written with fractions of a second';
  if (!text.endsWith('Z')) return 'is not written in UTC ("Z")';
  if (!utc && fullYear < 2050) return 'is a GeneralizedTime before 2050, where UTCTime is due';
  return null;
}
