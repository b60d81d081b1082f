import { code, type Inline, strong, text } from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import { durationText } from '../../core/text/duration.ts';
import type { Home } from '../../core/watch/home.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import {
  type PolicySetting,
  policySettingNames,
  policySettings,
  settingText,
} from '../../core/watch/policy/policy-settings.ts';
import { fallbackOwners, policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { placeInlines } from '../watch.ts';
import type { HomeItem, HomeSection } from './home-view.ts';

const mostRules = 5;

/** What counts for whatever has no rule of its own, in words, and how to change it. */
export function settingsSection({ who, rules }: Pick<Home, 'who' | 'rules'>): HomeSection {
  const policy = policyFor({ id: '', labels: {} }, rules);
  const labelRules = rules.filter(({ scope, policy: said }) => scope.kind === 'label' && said !== null);
  const shown = labelRules.slice(0, mostRules);
  const more = labelRules.length - shown.length;
  return {
    heading: 'Settings in force',
    items: [
      item('When it is time', text(thresholdWords(policy))),
      item('Outages', text(confirmWords(policy))),
      item('Quiet hours', text(quietWords(policy, who))),
      item('When nobody answers', ...ladderInlines(policy, rules)),
      ...shown.map(ruleItem),
    ],
    notes: [
      [
        ...(more === 0 ? [] : [text(`${more} more rules for labels are not shown. `)]),
        text('Change them for all: '),
        code('/watch policy all quiet:22:00-07:00'),
        text(', or for a label: '),
        code('/watch policy team=payments thresholds:30/14/3d'),
        text('; see every setting: '),
        code('/watch policy all'),
      ],
    ],
  };
}

function item(label: string, ...inlines: readonly Inline[]): HomeItem {
  return { inlines: [strong(`${label}: `), ...inlines], buttons: [] };
}

function thresholdWords({ thresholds }: Policy): string {
  if (thresholds.kind === 'life') {
    return 'a certificate is due when its authority asks for renewal, else in the last third of its life';
  }
  const { due, overdue, critical } = thresholds;
  return `due ${due} days before the end, overdue ${overdue} and critical ${critical} days before it`;
}

function confirmWords({ confirm: { failures, recoveries } }: Policy): string {
  const times = (count: number) => (count === 1 ? 'one look' : `${count} looks in a row`);
  return `told after ${times(failures)} that failed, over after ${times(recoveries)} that went well`;
}

function quietWords(policy: Policy, { zone }: Mention): string {
  if (policy.quiet === null) return 'none, people are called at any time';
  const days = settingText('days', policy);
  const hours = settingText('quiet', policy);
  const idle = days === 'all' ? '' : `, and all day except ${days}`;
  const where =
    policy.quiet.zone ?? `the zone of who is called${zone === undefined ? '' : ` (yours is ${zone})`}`;
  return `${hours === 'none' ? 'no hours' : hours}${idle}, in ${where}: only what is critical calls anybody then`;
}

function ladderInlines(
  { ladderMs: [first, second, third], oncall }: Policy,
  rules: readonly WatchRule[],
): readonly Inline[] {
  const fallback = fallbackOwners(rules);
  return [
    text(`a direct message after ${durationText(first)}, then after ${durationText(second)} `),
    ...(fallback.length === 0
      ? [text('the fallback owner (nobody is set)')]
      : fallback
          .slice(0, 3)
          .flatMap((who, at): Inline[] => [text(at === 0 ? '' : ', '), { kind: 'person', who }])),
    text(`, then after ${durationText(third)} `),
    ...(oncall === null ? [text('nobody else (no on-call channel is set)')] : placeInlines(oncall)),
  ];
}

/** "team=payments: thresholds 30/14/3d, quiet none". */
function ruleItem({ scope, policy }: WatchRule): HomeItem {
  const name = scope.kind === 'label' ? `${scope.label}=${scope.value}` : scope.kind;
  const whole = policyFor({ id: '', labels: {} }, [
    { scope: { kind: 'all' }, owners: null, policy, setBy: '', setAt: new Date(0) },
  ]);
  const said = policySettingNames.filter(
    (setting: PolicySetting) => policySettings[setting] in (policy ?? {}),
  );
  return item(name, text(said.map((setting) => `${setting} ${settingText(setting, whole)}`).join(', ')));
}
