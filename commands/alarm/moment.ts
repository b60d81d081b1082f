import { UserError } from '../../src/core/errors.ts';
import { durationOrNull } from '../../src/core/text/duration.ts';
import { typedWord } from '../../src/core/text/typed-word.ts';
import { momentOf, offsetMs } from '../../src/core/text/wall-time.ts';

export type Clock = { readonly now: Date; readonly zone: string };

/** A day without a time means when work begins. */
const morning = 9;
const longestMoment = 80;
const mostWords = 6;

export const momentExamples = '2h, 3d, tomorrow 9:00, friday or 2026-12-01 14:00';

/** "2h", "tomorrow 9:00", "until friday", "2026-12-01 14:00" by the clocks of the zone. UserError: unreadable, or past. */
export async function momentFrom(typed: string, clock: Clock): Promise<Date> {
  const at = await readMoment(typed, clock);
  if (at === null) throw noMoment(typed);
  return future(at, typed, clock);
}

/** As many words as make a moment, and what stands behind them: "tomorrow 9:00 waiting for DNS". */
export async function splitMoment(
  typed: string,
  clock: Clock,
): Promise<{ readonly at: Date; readonly rest: string }> {
  const words = typed.trim().split(/\s+/);
  for (let count = Math.min(words.length, mostWords); count > 0; count -= 1) {
    const at = await readMoment(words.slice(0, count).join(' '), clock);
    if (at === null) continue;
    return { at: future(at, typed, clock), rest: words.slice(count).join(' ') };
  }
  throw noMoment(typed);
}

function future(at: Date, typed: string, { now }: Clock): Date {
  if (at > now) return at;
  throw new UserError(`"${typedWord(typed, 60)}" is over already. Try ${momentExamples}.`);
}

function noMoment(typed: string): UserError {
  return new UserError(`"${typedWord(typed, 60)}" is no time I can read. Try ${momentExamples}.`);
}

async function readMoment(typed: string, clock: Clock): Promise<Date | null> {
  const words = typed.trim().replace(/^(until|till|for|in)\s+/i, '');
  if (words === '' || words.length > longestMoment) return null;
  const ms = durationOrNull(words);
  if (ms !== null) return new Date(clock.now.getTime() + ms);
  return readDate(words, clock);
}

async function readDate(typed: string, { now, zone }: Clock): Promise<Date | null> {
  // 50 ms to load, and nothing else needs it.
  const { GB } = await import('chrono-node/en');
  const timezone = offsetMs(now, zone) / 60_000;
  const parse = (forwardDate: boolean) => GB.parse(typed, { instant: now, timezone }, { forwardDate });
  // What is to come is chosen below: chrono holds the wall of the zone against the moment, which differ by hours.
  const plain = parse(false);
  const [read, ...others] = plain.length > 0 ? plain : parse(true);
  if (read === undefined || others.length > 0 || read.text.trim() !== typed || read.end !== null) return null;
  const { start } = read;
  const ownOffset = start.get('timezoneOffset');
  const repeats = /\b(last|past)\b/i.test(typed) ? null : repeatOf((part) => start.isCertain(part));
  // Counted from now, or with a zone of its own and all that makes a moment.
  if (ownOffset !== null && repeats === null) return read.date();
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute') => start.get(name) ?? 0;
  const hasTime = start.isCertain('hour') || /noon|midnight|night|evening|morning|afternoon/i.test(typed);
  const momentAfter = (turns: number): Date => {
    const time = {
      year: part('year') + (repeats === 'year' ? turns : 0),
      month: part('month'),
      day: part('day') + turns * (repeats === 'week' ? 7 : repeats === 'day' ? 1 : 0),
      hour: hasTime ? part('hour') : morning,
      minute: hasTime ? part('minute') : 0,
    };
    if (ownOffset === null) return momentOf(time, zone);
    return new Date(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute - ownOffset));
  };
  const first = momentAfter(0);
  if (repeats === null || first > now) return first;
  return momentAfter(repeats === 'year' ? yearsUntil(part('year'), part('month'), part('day')) : 1);
}

/** To the next one that has the day: 29 February comes every fourth. */
function yearsUntil(year: number, month: number, day: number): number {
  const has = (years: number) => new Date(Date.UTC(year + years, month - 1, day)).getUTCDate() === day;
  return [1, 2, 3, 4, 5, 6, 7].find(has) ?? 8;
}

/** After what an incomplete date comes again: a time of day, a day of the week, a day of the year; null: it is whole. */
function repeatOf(
  isSaid: (part: 'year' | 'month' | 'day' | 'weekday') => boolean,
): 'day' | 'week' | 'year' | null {
  if (isSaid('month') || isSaid('day')) return isSaid('year') ? null : 'year';
  return isSaid('weekday') ? 'week' : 'day';
}
