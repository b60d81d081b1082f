import { isDeepStrictEqual } from 'node:util';
import type { Values } from '../../../src/core/option.ts';
import type { Place } from '../../../src/core/people.ts';
import {
  defaultPolicy,
  type Policy,
  type PolicyChange,
  type QuietHours,
} from '../../../src/core/watch/policy/policy.ts';
import {
  type PolicySetting,
  policySettingNames,
  policySettings,
} from '../../../src/core/watch/policy/policy-settings.ts';
import {
  agreeFrom,
  daysFrom,
  hoursFrom,
  ladderFrom,
  looksFrom,
  objectiveFrom,
  quietZoneFrom,
  thresholdsFrom,
  yesFrom,
} from './read.ts';

export type Asked = {
  /** What counts here without the rule that is changed. */
  readonly inherited: Policy;
  /** The rule as it is. */
  readonly own: PolicyChange;
  readonly values: Values;
  resolvePlace(typed: string): Promise<Place>;
};

/** The settings that were given, in the order of the list. */
export function givenSettings(values: Values): readonly PolicySetting[] {
  return policySettingNames.filter((name) => (values[name] ?? '').trim() !== '');
}

/** The rule as it will be. "default" takes a setting back to what counts without the rule. UserError for nonsense. */
export async function policyChange({ inherited, own, values, resolvePlace }: Asked): Promise<PolicyChange> {
  let policy: Policy = { ...inherited, ...own };
  const kept = new Set(Object.keys(own));
  const given = givenSettings(values);
  for (const setting of given) {
    const typed = (values[setting] ?? '').trim();
    const key = policySettings[setting];
    policy = isDefault(typed)
      ? withDefault(policy, setting, inherited)
      : await withSetting(policy, setting, typed, resolvePlace);
    kept.add(key);
  }
  for (const setting of given.filter((name) => isDefault((values[name] ?? '').trim()))) {
    const key = policySettings[setting];
    if (isDeepStrictEqual(policy[key], inherited[key])) kept.delete(key);
  }
  const entries = Object.entries(policy).filter(([key]) => kept.has(key));
  return Object.fromEntries(entries) as PolicyChange;
}

function isDefault(typed: string): boolean {
  return typed.toLowerCase() === 'default';
}

function withDefault(policy: Policy, setting: PolicySetting, inherited: Policy): Policy {
  switch (setting) {
    case 'failures':
    case 'recoveries':
      return { ...policy, confirm: { ...policy.confirm, [setting]: inherited.confirm[setting] } };
    case 'quiet':
    case 'days':
    case 'zone': {
      if (inherited.quiet === null) return { ...policy, quiet: null };
      const { from, to, workingDays, zone } = inherited.quiet;
      const part = { quiet: { from, to }, days: { workingDays }, zone: { zone } }[setting];
      return { ...policy, quiet: { ...(policy.quiet ?? inherited.quiet), ...part } };
    }
    default: {
      const key = policySettings[setting];
      return { ...policy, [key]: inherited[key] };
    }
  }
}

async function withSetting(
  policy: Policy,
  setting: PolicySetting,
  typed: string,
  resolvePlace: Asked['resolvePlace'],
): Promise<Policy> {
  switch (setting) {
    case 'thresholds':
      return { ...policy, thresholds: thresholdsFrom(typed) };
    case 'failures':
    case 'recoveries':
      return { ...policy, confirm: { ...policy.confirm, [setting]: looksFrom(setting, typed) } };
    case 'agree':
      return { ...policy, agree: agreeFrom(typed) };
    case 'ladder':
      return { ...policy, ladderMs: ladderFrom(typed) };
    case 'quiet': {
      const hours = hoursFrom(typed);
      // Days off stay days off.
      return { ...policy, quiet: { ...quietOf(policy), ...(hours ?? { from: 0, to: 0 }) } };
    }
    case 'days':
      return { ...policy, quiet: { ...quietOf(policy), workingDays: daysFrom(typed) } };
    case 'zone':
      return { ...policy, quiet: { ...quietOf(policy), zone: quietZoneFrom(typed) } };
    case 'oncall':
      return { ...policy, oncall: /^(none|off)$/i.test(typed) ? null : await resolvePlace(typed) };
    case 'objective':
      return { ...policy, objective: objectiveFrom(typed) };
    case 'changes':
      return { ...policy, alarmOnChange: yesFrom(setting, typed) };
  }
}

/** Where nothing is quiet: no hours and no days off. */
function quietOf({ quiet }: Policy): QuietHours {
  return (
    quiet ?? { from: 0, to: 0, workingDays: [1, 2, 3, 4, 5, 6, 7], zone: defaultPolicy.quiet?.zone ?? null }
  );
}
