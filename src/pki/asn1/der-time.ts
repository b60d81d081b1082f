import { contentLatin1, DerError, type Element, tags } from './der.ts';

/** A moment, and how its writing breaks RFC 5280 §4.1.2.5, if it does. */
export type ReadTime = {
  readonly date: Date;
  readonly problem: string | null;
  /** Only the type is wrong: GeneralizedTime before 2050, which every verifier takes. */
  readonly early: boolean;
};

/**
 * UTCTime as YYMMDDHHMMSSZ through 2049, GeneralizedTime as YYYYMMDDHHMMSSZ from 2050. Other writings that have one
 * meaning are read and named; what has none throws `DerError`.
 */
export function timeOf(element: Element, what: string): ReadTime {
  return exactTime(element) ?? otherTime(element, what);
}

/** The one form of each type, straight from its digits: two of these stand in every certificate. */
function exactTime({ bytes, tag, body, end }: Element): ReadTime | null {
  const utc = tag === tags.utcTime;
  if ((!utc && tag !== tags.generalizedTime) || end - body !== (utc ? 13 : 15)) return null;
  if (bytes[end - 1] !== 0x5a) return null;
  const late = twoDigits(bytes, end - 13);
  const year = utc ? fullYearOf(late) : twoDigits(bytes, body) * 100 + late;
  // Date.UTC takes a year under 100 for one of the last century.
  if (!(year >= 100)) return null;
  const moment = momentOf(
    year,
    twoDigits(bytes, end - 11),
    twoDigits(bytes, end - 9),
    twoDigits(bytes, end - 7),
    twoDigits(bytes, end - 5),
    twoDigits(bytes, end - 3),
  );
  if (moment === null) return null;
  const early = !utc && year < 2050;
  return { date: new Date(moment), problem: early ? earlyText : null, early };
}

const earlyText = 'is a GeneralizedTime before 2050, where UTCTime is due';

function twoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** RFC 5280 §4.1.2.5.1: 50 and above is 19xx. */
function fullYearOf(short: number): number {
  return short + (short >= 50 ? 1900 : 2000);
}

const shapes = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,20}))?(Z|[+-]\d{4})?$/;

function otherTime(element: Element, what: string): ReadTime {
  const text = contentLatin1(element);
  const match = shapes.exec(text.slice(0, 50));
  const utc = element.tag === tags.utcTime;
  if (match === null || (!utc && element.tag !== tags.generalizedTime)) {
    throw new DerError(`${what} is not a time`, element.start);
  }
  const [, year = '', month, day, hour, minute, second, fraction, zone = 'Z'] = match;
  if (utc !== (year.length === 2)) throw new DerError(`${what} is not a time`, element.start);
  const fullYear = utc ? fullYearOf(Number(year)) : Number(year);
  const local = momentOf(
    fullYear,
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  );
  const shift = offsetMs(zone);
  if (local === null || shift === null) {
    throw new DerError(`${what} is a date that does not exist`, element.start);
  }
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const problem = faultOf(text, utc, fullYear, match);
  return { date: new Date(local + milliseconds - shift), problem, early: problem === earlyText };
}

/** Null for a moment that does not exist; leap seconds do not (X.690 has none, and no clock here counts them). */
function momentOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  const exists =
    month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60;
  if (!exists || !(second < 60)) return null;
  return year >= 100
    ? Date.UTC(year, month - 1, day, hour, minute, second)
    : new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** Null for an offset that no clock has. */
function offsetMs(zone: string): number | null {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3, 5));
  if (hours > 23 || minutes > 59) return null;
  return (hours * 60 + minutes) * 60_000 * (zone.startsWith('-') ? -1 : 1);
}

function faultOf(text: string, utc: boolean, fullYear: number, match: RegExpExecArray): string | null {
  if (match[6] === undefined) return 'is written without seconds';
  if (match[7] !== undefined) return 'is written with fractions of a second';
  if (!text.endsWith('Z')) return 'is not written in UTC ("Z")';
  if (!utc && fullYear < 2050) return earlyText;
  return null;
}
