import type { Action } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Button } from '../../src/core/message.ts';
import type { Option, Values } from '../../src/core/option.ts';
import { type Policy, type PolicyChange, scopeKey } from '../../src/core/watch/policy/policy.ts';
import {
  type PolicySetting,
  policySettings,
  settingText,
} from '../../src/core/watch/policy/policy-settings.ts';
import { policyFor, policySources, type WatchRule } from '../../src/core/watch/policy/rule.ts';
import { policyMessage } from '../../src/views/watch/policy.ts';
import { addressOption, clientOption } from '../options.ts';
import { givenSettings, policyChange } from './policy/change.ts';
import { type Named, scopeFrom, whatOption } from './scope.ts';

const text = (name: PolicySetting, summary: string, example: string): Option => ({
  name,
  kind: 'text',
  summary,
  example,
});

export const policy: Action = {
  name: 'policy',
  summary: 'Say when people are told: for a target, for a label, or for all; alone it shows that',
  needs: (values) => (isReading(values) ? 'anyone' : 'admin'),
  options: [
    whatOption,
    {
      name: 'reset',
      kind: 'choice',
      choices: ['reset'],
      summary: 'forget what was set here',
      positional: true,
    },
    text('thresholds', 'life (share of the lifetime), or days for due, overdue and critical', '30/14/3d'),
    text('failures', 'failed looks in a row before an outage counts', '3'),
    text('recoveries', 'good looks in a row that end it', '2'),
    text('agree', 'vantages that have to see an outage before anybody is told', '2'),
    text('ladder', 'how long until direct message, fallback owner and on-call channel', '4h/12h/24h'),
    text('quiet', 'hours without calls below critical, or none', '20:00-08:00'),
    text('days', 'days on which people work, or all', 'mon-fri'),
    text('zone', "zone of these hours, or owner for the owner's own", 'Europe/Berlin'),
    {
      name: 'oncall',
      kind: 'channel',
      summary: 'where it goes when nobody answers, or none',
      example: '#incidents',
    },
    text('objective', 'share of the time that clients have to be served, in percent', '99.9'),
    text('changes', 'yes to be called when another certificate is served than before', 'yes'),
    addressOption,
    clientOption,
  ],
  async *run(values, caller, services) {
    const named = await scopeFrom({ ...values, what: values.what?.trim() || 'all' }, services);
    const rules = await services.rules.list();
    const own = rules.find(({ scope }) => scopeKey(scope) === scopeKey(named.scope))?.policy ?? null;
    const given = givenSettings(values);
    const isReset = (values.reset ?? '') !== '';
    if (isReset && given.length > 0)
      throw new UserError('Either reset it, or set something: not both at once.');
    if (!isReset && given.length === 0) {
      yield policyMessage(named, ...counting(named, rules), 'now', []);
      return;
    }
    const inherited = policyFor(
      ruledOf(named),
      rules.filter(({ scope }) => scopeKey(scope) !== scopeKey(named.scope)),
    );
    const next = isReset
      ? null
      : await policyChange({
          inherited,
          own: own ?? {},
          values,
          resolvePlace: (typed) => services.directory.resolvePlace(typed, caller),
        });
    await services.rules.change(named.scope, { policy: next }, caller.who);
    const changed = isReset ? settingsIn(own) : given;
    const buttons = changed.length === 0 ? [] : [undoButton(values, changed, own, { ...inherited, ...own })];
    yield policyMessage(
      named,
      ...counting(named, await services.rules.list()),
      isReset ? 'reset' : 'set',
      buttons,
    );
  },
};

function isReading(values: Values): boolean {
  return (values.reset ?? '') === '' && givenSettings(values).length === 0;
}

function counting(named: Named, rules: readonly WatchRule[]) {
  const ruled = ruledOf(named);
  return [policyFor(ruled, rules), policySources(ruled, rules)] as const;
}

/** What a rule of this scope would be asked for. */
function ruledOf({ scope, endpoint }: Named) {
  if (endpoint !== null) return endpoint;
  return { id: '', labels: scope.kind === 'label' ? { [scope.label]: scope.value } : {} };
}

function settingsIn(own: PolicyChange | null): readonly PolicySetting[] {
  const names = Object.keys(policySettings) as PolicySetting[];
  return names.filter((name) => own !== null && policySettings[name] in own);
}

/** What would be typed to have it as it was. */
function undoButton(
  { what = 'all', address, client }: Values,
  changed: readonly PolicySetting[],
  own: PolicyChange | null,
  before: Policy,
): Button {
  const was = (setting: PolicySetting) =>
    own !== null && policySettings[setting] in own ? settingText(setting, before) : 'default';
  return {
    label: 'Undo',
    command: 'watch',
    subcommand: 'policy',
    values: {
      what,
      ...Object.fromEntries(changed.map((setting) => [setting, was(setting)])),
      ...(address === undefined ? {} : { address }),
      ...(client === undefined ? {} : { client }),
    },
  };
}
