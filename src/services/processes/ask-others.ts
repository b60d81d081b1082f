import type { Config } from '../../config.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store/store.ts';
import { vantageKey, vantagesOf } from '../../core/vantages/member.ts';
import type { AskOthers } from '../../monitor/looking/agreement.ts';

export type AskingWorld = {
  readonly config: Pick<Config, 'databaseUrl' | 'checkTimeoutMs'>;
  readonly store: () => Promise<Store>;
  readonly now: () => Date;
  readonly log: Log;
};

/** A few tell what there is to tell. */
const mostOthers = 5;
const graceMs = 5000;

/** What the other places see of a target; none where there are none, or where they cannot be asked, which the log tells. */
export function askOthersIn({ config, store, now, log }: AskingWorld): AskOthers {
  return async (target, { from, reach, signal }) => {
    if (config.databaseUrl === null) return [];
    try {
      const { members, questions } = await store();
      const living = await members.living(now());
      const others = vantagesOf(living.filter(({ roles }) => roles.includes('worker')))
        .filter((name) => vantageKey(name) !== vantageKey(from))
        .slice(0, mostOthers);
      if (others.length === 0) return [];
      const { askVantages } = await import('../../monitor/vantages/ask-vantages.ts');
      const patienceMs = config.checkTimeoutMs + graceMs;
      const inquiry = { target, depth: 'certificate', wishes: [], reach } as const;
      return await askVantages(inquiry, others, { questions, now, signal, patienceMs });
    } catch (fault) {
      if (signal.aborted) throw fault;
      log.warn({ reason: reasonOf(fault) }, 'other vantages cannot be asked');
      return [];
    }
  };
}
