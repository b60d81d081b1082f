import {
  type Block,
  type Button,
  code,
  type Inline,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import { type Policy, type Scope, scopeKey } from '../../core/watch/policy/policy.ts';
import {
  type PolicySetting,
  policySettingNames,
  policySettings,
  settingText,
} from '../../core/watch/policy/policy-settings.ts';
import type { PolicySources } from '../../core/watch/policy/rule.ts';

const meanings: Readonly<Record<PolicySetting, (policy: Policy) => string>> = {
  thresholds: ({ thresholds }) =>
    thresholds.kind === 'life'
      ? "due, overdue and critical by its authority's window, else by share of its lifetime"
      : 'days before the end from which it is due, overdue and critical',
  failures: () => 'failed looks in a row before an outage counts',
  recoveries: () => 'good looks in a row that end it',
  agree: () => 'vantages that have to see what depends on the place before it is told',
  ladder: () => 'until direct message, fallback owner and on-call channel; critical ones take a quarter',
  quiet: () => 'hours without calls below critical',
  days: () => 'days on which people work',
  zone: () => "zone of these hours; owner: the owner's own, else the server's",
  oncall: () => 'where it goes when nobody answers',
  objective: () => 'percent of the time that clients have to be served, for /history',
  changes: () => 'whether another certificate than before calls the owner',
};

const leads = {
  now: 'What counts for ',
  set: 'Set. What counts now for ',
  reset: 'Reset. What counts now for ',
} as const;

/** Every setting as it counts, and who said so. */
export function policyMessage(
  { name, scope }: { readonly name: string; readonly scope: Scope },
  policy: Policy,
  sources: PolicySources,
  lead: keyof typeof leads,
  buttons: readonly Button[],
): Message {
  const items = policySettingNames.map((setting): readonly Inline[] => [
    code(`${setting}:${settingText(setting, policy)}`),
    text(` ${meanings[setting](policy)} `),
    strong(sourceText(sources[policySettings[setting]], scope)),
  ]);
  const blocks: Block[] = [
    { kind: 'list', items },
    note(
      text('Change it: '),
      code(`/watch policy ${name} quiet:22:00-07:00`),
      text('; forget it: '),
      code(`/watch policy ${name} reset`),
    ),
  ];
  const words = `${leads[lead]}${name}`;
  return {
    tone: lead === 'now' ? 'neutral' : 'good',
    title: [text(leads[lead]), strong(name)],
    blocks,
    buttons,
    summary: words,
    record: { policy, sources },
  };
}

function sourceText(source: Scope | null, asked: Scope): string {
  if (source === null) return '(default)';
  if (scopeKey(source) === scopeKey(asked)) return '(set here)';
  switch (source.kind) {
    case 'all':
      return '(set for all)';
    case 'label':
      return `(set for ${source.label}=${source.value})`;
    case 'endpoint':
      return '(set for the endpoint)';
  }
}
