import { Cron } from 'croner';
import { UserError } from '../../core/errors.ts';
import { typedWord } from '../../core/text/typed-word.ts';
import { fieldValues } from '../../core/watch/policy/cron.ts';

const nicknames: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
]);

/**
 * What somebody typed as the five fields that are kept: UserError when it is none, comes more often than hourly, or
 * never. Hours are written out as a list, since a list is a time of day that a clock change neither skips nor repeats,
 * and a step ("every 2 hours") is none.
 */
export function readCron(typed: string): string {
  const text = nicknames.get(typed.trim().toLowerCase()) ?? typed.trim();
  const [minutes, hours, day, month, weekday, ...more] = text.split(/\s+/);
  if (minutes === undefined || hours === undefined || day === undefined) throw notCron(typed);
  if (month === undefined || weekday === undefined || more.length > 0) throw notCron(typed);
  const minute = fieldValues(minutes, 0, 59);
  const hour = fieldValues(hours, 0, 23);
  if (minute === null || hour === null) throw notCron(typed);
  if (minute.length > 1) {
    throw new UserError(
      'That comes more often than hourly, which nobody would read. Give one minute: 0 9,17 * * 1-5.',
    );
  }
  const cron = [minute.join(','), hour.length === 24 ? '*' : hour.join(','), day, month, weekday].join(' ');
  const next = slotsOf(cron, 'UTC', typed).nextRun();
  if (next === null)
    throw new UserError(`The date of "${typedWord(typed, 60)}" never comes. Try 30 8 * * 1-5.`);
  return cron;
}

/** Day of month and day of week, both given: either counts, as cron(8) has it. */
export function slotsOf(cron: string, zone: string, typed = cron): Cron {
  // What has a colon the library takes for a moment of ISO 8601.
  if (cron.includes(':')) throw notCron(typed);
  try {
    return new Cron(cron, { timezone: zone, paused: true, mode: '5-part', fixedTimeRule: 'no-wildcard' });
  } catch (thrown) {
    if (thrown instanceof TypeError || thrown instanceof RangeError) throw notCron(typed);
    throw thrown;
  }
}

function notCron(typed: string): UserError {
  return new UserError(
    `"${typedWord(typed, 60)}" is not cron. It has five fields, minute hour day month weekday: "30 8 * * 1-5" is 8:30 from Monday to Friday.`,
  );
}
