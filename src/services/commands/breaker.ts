import type { Mention } from '../../core/people.ts';
import type { CommandServices } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { breakerState, overruleBreaker } from '../../monitor/breaker/mark.ts';
import type { CommandHooks } from './command-hooks.ts';

/** What commands may know of the fleet breaker, and do about it. */
export function breakerServices(
  store: () => Promise<Store>,
  now: () => Date,
  hooks: CommandHooks,
): CommandServices['breaker'] {
  return {
    state: async () => breakerState((await store()).marks),
    async overrule(by: Mention, since: Date | null) {
      const { marks, audit } = await store();
      const mark = await overruleBreaker(marks, by.name, since);
      if (mark === null) return false;
      const words = `said that the trouble of ${mark.worse} of ${mark.total} endpoints is real`;
      await audit.append({ at: now(), who: by, did: 'breaker tell', to: `breaker:${mark.since}`, words });
      hooks.onChange?.('recheck');
      return true;
    },
  };
}
