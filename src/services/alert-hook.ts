import { harmless } from '../access/entry-of.ts';
import type { Config } from '../config.ts';
import type { AlertHook } from '../core/doors/alert-hook.ts';
import type { Store } from '../core/store/store.ts';
import { ourselves } from '../core/watch/audit.ts';
import { answerAlert } from '../monitor/answer-alert.ts';
import { probes } from '../probes/index.ts';
import type { Services } from '../services.ts';
import type { CommandHooks } from './commands/command-hooks.ts';

/** Null: HOOK_SECRET is not set. */
export function openAlertHook(
  { hook }: Pick<Config, 'hook'>,
  { diagnose, limits, now, auditWriter }: Pick<Services, 'diagnose' | 'limits' | 'now' | 'auditWriter'>,
  store: Store,
  hooks: CommandHooks,
): AlertHook | null {
  if (hook === null) return null;
  const { secret, place } = hook;
  const world = {
    ...{ store, ladder: probes, place, now, onQueued: () => hooks.onLook?.() },
    diagnose: limits.boundLook(diagnose),
  };
  return {
    secret,
    async answer(alert, signal) {
      const outcome = await answerAlert(alert, world, signal);
      const instance = harmless(alert.instance ?? '');
      auditWriter.later({
        at: now(),
        who: { ...ourselves, id: `hook-${alert.source}`, name: alert.source },
        place,
        did: `hook ${alert.source}`,
        to: instance,
        words: `${instance === '' ? 'no instance' : instance} ${alert.state}: ${outcome.kind}`,
        ...(instance === '' ? {} : { target: instance }),
      });
      return outcome;
    },
  };
}
