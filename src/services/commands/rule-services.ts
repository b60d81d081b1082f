import type { Mention } from '../../core/people.ts';
import type { RuleChange, Rules } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { type Scope, scopeKey } from '../../core/watch/policy/policy.ts';
import type { WatchRule } from '../../core/watch/policy/rule.ts';
import type { CommandHooks } from './command-hooks.ts';

export type RuleWorld = {
  readonly store: () => Promise<Store>;
  readonly now: () => Date;
  readonly hooks: CommandHooks;
};

/** Who is called and when, decided for many endpoints at once. */
export function ruleServices({ store, now, hooks }: RuleWorld): Rules {
  return {
    list: async () => (await store()).rules.list(),
    async change(scope, change, by) {
      const { rules, audit } = await store();
      const before = (await rules.list()).find((rule) => scopeKey(rule.scope) === scopeKey(scope)) ?? null;
      const rule = changed(scope, before, change, by, now());
      if (rule === null) await rules.remove(scope);
      else await rules.set(rule);
      await audit.append({
        at: now(),
        who: by,
        did: change.policy === undefined ? 'watch owner' : 'watch policy',
        to: scopeKey(scope),
        words: JSON.stringify(change),
      });
      hooks.onChange?.('alarms');
      return before;
    },
  };
}

function changed(
  scope: Scope,
  before: WatchRule | null,
  change: RuleChange,
  by: Mention,
  setAt: Date,
): WatchRule | null {
  const owners = change.owners === undefined ? (before?.owners ?? null) : change.owners;
  const policy = change.policy === undefined ? (before?.policy ?? null) : change.policy;
  const isEmpty = owners === null && (policy === null || Object.keys(policy).length === 0);
  return isEmpty ? null : { scope, owners, policy, setBy: by.name, setAt };
}
