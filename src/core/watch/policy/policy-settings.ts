import { placeWord } from '../../people.ts';
import { durationText } from '../../text/duration.ts';
import type { Policy } from './policy.ts';

/** What people set of a policy, as they type it, and the part of the policy that it is kept in. */
export const policySettings = {
  thresholds: 'thresholds',
  failures: 'confirm',
  recoveries: 'confirm',
  agree: 'agree',
  ladder: 'ladderMs',
  quiet: 'quiet',
  days: 'quiet',
  zone: 'quiet',
  oncall: 'oncall',
  objective: 'objective',
  changes: 'alarmOnChange',
} as const satisfies Readonly<Record<string, keyof Policy>>;

export type PolicySetting = keyof typeof policySettings;
export const policySettingNames = Object.keys(policySettings) as readonly PolicySetting[];

export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The word that would set it to what it is: "30/14/3d", "20:00-08:00", "none". */
export function settingText(setting: PolicySetting, policy: Policy): string {
  const { thresholds, confirm, agree, ladderMs, quiet, oncall, objective, alarmOnChange } = policy;
  switch (setting) {
    case 'thresholds':
      return thresholds.kind === 'life'
        ? 'life'
        : `${thresholds.due}/${thresholds.overdue}/${thresholds.critical}d`;
    case 'failures':
      return String(confirm.failures);
    case 'recoveries':
      return String(confirm.recoveries);
    case 'agree':
      return String(agree);
    case 'ladder':
      return ladderMs.map((ms) => durationText(ms).replace(' ', '')).join('/');
    case 'quiet':
      return quiet === null || quiet.from === quiet.to
        ? 'none'
        : `${clockText(quiet.from)}-${clockText(quiet.to)}`;
    case 'days':
      return quiet === null ? 'all' : daysText(quiet.workingDays);
    case 'zone':
      return quiet?.zone ?? 'owner';
    case 'oncall':
      return oncall === null ? 'none' : placeWord(oncall);
    case 'objective':
      return String(Number((objective * 100).toFixed(6)));
    case 'changes':
      return alarmOnChange ? 'yes' : 'no';
  }
}

function clockText(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "mon-fri", "mon,wed,fri", "all". */
function daysText(days: readonly number[]): string {
  const sorted = [...new Set(days)].toSorted((one, other) => one - other);
  const [first = 1] = sorted;
  const last = sorted.at(-1) ?? first;
  if (sorted.length === 7) return 'all';
  const name = (day: number) => dayNames[day - 1] ?? '';
  const isRun = last - first === sorted.length - 1 && sorted.length > 2;
  return isRun ? `${name(first)}-${name(last)}` : sorted.map(name).join(',');
}
