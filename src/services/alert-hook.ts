import type { Config } from '../config.ts';
import type { AlertHook } from '../core/alert-hook.ts';
import type { Store } from '../core/store/store.ts';
import { answerAlert } from '../monitor/answer-alert.ts';
import { probes } from '../probes/index.ts';
import type { CommandHooks, Services } from '../services.ts';

/** Null: HOOK_SECRET is not set. */
export function openAlertHook(
  { hook }: Pick<Config, 'hook'>,
  { diagnose, now }: Pick<Services, 'diagnose' | 'now'>,
  store: Store,
  hooks: CommandHooks,
): AlertHook | null {
  if (hook === null) return null;
  const { secret, place } = hook;
  const world = { store, diagnose, ladder: probes, place, now, onQueued: () => hooks.onLook?.() };
  return { secret, answer: (alert, signal) => answerAlert(alert, world, signal) };
}
