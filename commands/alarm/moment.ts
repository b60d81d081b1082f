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
  const [read, ...others] = GB.parse(typed, { instant: now, timezone }, { forwardDate: true });
  if (read === undefined || others.length > 0 || read.text.trim() !== typed || read.end !== null) return null;
  const { start } = read;
  // Counted from now, or with a zone of its own: a moment already.
  if (start.get('timezoneOffset') !== null) return read.date();
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute') => start.get(name) ?? 0;
  const hasTime = start.isCertain('hour') || /noon|midnight|night|evening|morning|afternoon/i.test(typed);
  return momentOf(
    {
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: hasTime ? part('hour') : morning,
      minute: hasTime ? part('minute') : 0,
    },
    zone,
  );
}
