import { UserError } from '../../../src/core/errors.ts';
import { durationOrNull } from '../../../src/core/text/duration.ts';
import { knownZone } from '../../../src/core/text/time-text.ts';
import { typedWord } from '../../../src/core/text/typed-word.ts';
import type { Policy, QuietHours } from '../../../src/core/watch/policy/policy.ts';
import { dayNames } from '../../../src/core/watch/policy/policy-settings.ts';

const dayMs = 86_400_000;
const longestDays = 3650;
const mostLooks = 20;
/** As many as are asked, and the one that looked. */
const mostVantages = 6;

export function thresholdsFrom(typed: string): Policy['thresholds'] {
  if (typed.toLowerCase() === 'life') return { kind: 'life' };
  const match = /^(\d{1,4}(?:\.\d+)?)d?\/(\d{1,4}(?:\.\d+)?)d?\/(\d{1,4}(?:\.\d+)?)d?$/i.exec(typed);
  const [due = 0, overdue = 0, critical = 0] = (match ?? []).slice(1).map(Number);
  if (match === null || !(due > overdue && overdue > critical && critical > 0) || due > longestDays) {
    throw wrong(
      'thresholds',
      typed,
      'days before the end for due, overdue and critical, each less than the one before: thresholds:30/14/3d, or thresholds:life',
    );
  }
  return { kind: 'days', due, overdue, critical };
}

export function looksFrom(name: string, typed: string): number {
  const count = /^\d{1,2}$/.test(typed) ? Number(typed) : 0;
  if (count >= 1 && count <= mostLooks) return count;
  throw wrong(name, typed, `a number of looks from 1 to ${mostLooks}`);
}

export function agreeFrom(typed: string): number {
  const count = /^\d$/.test(typed) ? Number(typed) : 0;
  if (count >= 1 && count <= mostVantages) return count;
  throw wrong('agree', typed, `a number of vantages from 1 to ${mostVantages}`);
}

export function ladderFrom(typed: string): Policy['ladderMs'] {
  const parts = typed.split('/').map((part) => part.trim());
  const [direct, fallback, oncall, ...more] = parts.map(durationOrNull);
  const isSound = (ms: number | null | undefined): ms is number =>
    typeof ms === 'number' && ms >= 60_000 && ms <= 30 * dayMs;
  if (more.length > 0 || !isSound(direct) || !isSound(fallback) || !isSound(oncall)) {
    throw wrong(
      'ladder',
      typed,
      'three times from a minute to 30 days, after which a direct message, the fallback owner and the on-call channel follow: ladder:4h/12h/24h',
    );
  }
  return [direct, fallback, oncall];
}

/** Null: there are none. */
export function hoursFrom(typed: string): Pick<QuietHours, 'from' | 'to'> | null {
  if (/^(none|off)$/i.test(typed)) return null;
  const match = /^([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)$/.exec(typed);
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = (match ?? []).slice(1).map(Number);
  const from = fromHour * 60 + fromMinute;
  const to = (toHour * 60 + toMinute) % 1440;
  if (match === null || toHour * 60 + toMinute > 1440 || from === to) {
    throw wrong('quiet', typed, 'hours of the day, quiet:20:00-08:00, or quiet:none');
  }
  return { from, to };
}

export function daysFrom(typed: string): readonly number[] {
  if (/^(all|every ?day)$/i.test(typed)) return [1, 2, 3, 4, 5, 6, 7];
  const days = typed
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .flatMap(runFrom);
  const known = days.filter((day): day is number => day !== null);
  if (days.length === 0 || known.length < days.length) {
    throw wrong('days', typed, 'the days on which people work: days:mon-fri, days:mon,wed,fri or days:all');
  }
  return [...new Set(known)].toSorted((one, other) => one - other);
}

function runFrom(part: string): readonly (number | null)[] {
  const [first = '', last = first, ...more] = part.split('-');
  const [from, to] = [dayFrom(first), dayFrom(last)];
  if (more.length > 0 || from === null || to === null) return [null];
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, step) => ((from - 1 + step) % 7) + 1);
}

function dayFrom(typed: string): number | null {
  const name = typed.toLowerCase();
  const isName =
    /^(mon(day)?|tue(s(day)?)?|wed(nesday)?|thu(r(s(day)?)?)?|fri(day)?|sat(urday)?|sun(day)?)$/.test(name);
  const names: readonly string[] = dayNames;
  return isName ? names.indexOf(name.slice(0, 3)) + 1 : null;
}

/** Null: the owner's own. */
export function quietZoneFrom(typed: string): string | null {
  if (/^owners?$/i.test(typed)) return null;
  const zone = knownZone(typed);
  if (zone !== null) return zone;
  throw wrong(
    'zone',
    typed,
    'a time zone such as zone:Europe/Berlin, or zone:owner for that of whoever is called',
  );
}

export function objectiveFrom(typed: string): number {
  const match = /^(\d{2,3}(?:\.\d{1,6})?)\s*%?$/.exec(typed);
  const percent = Number(match?.[1] ?? 0);
  if (match === null || percent < 50 || percent >= 100) {
    throw wrong('objective', typed, 'a share of looks from 50 to below 100 percent: objective:99.9');
  }
  return Number((percent / 100).toFixed(10));
}

export function yesFrom(name: string, typed: string): boolean {
  if (/^(yes|on|true)$/i.test(typed)) return true;
  if (/^(no|off|false)$/i.test(typed)) return false;
  throw wrong(name, typed, `${name}:yes or ${name}:no`);
}

function wrong(name: string, typed: string, wanted: string): UserError {
  return new UserError(`${name} cannot be "${typedWord(typed, 60)}". Wanted: ${wanted}.`);
}
