import { reachOf } from '../../core/access/reach.ts';
import type { Ripe } from '../../core/store/sweeps.ts';
import type { Voice } from '../../core/vantages/sight.ts';
import { policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { type Heard, wantsAgreement } from './agreement.ts';
import type { Watcher } from './watcher.ts';

/** Others look at so many at a time for us; they do it beside their own work. */
const askedAtOnce = 32;

/** What other places see of those that need it, several at a time: each may take as long as a look. */
export async function hearOthers(
  ripe: readonly Ripe[],
  rules: readonly WatchRule[],
  watcher: Watcher,
): Promise<ReadonlyMap<Ripe, Heard>> {
  const heard = new Map<Ripe, Heard>();
  if (watcher.askOthers === undefined) return heard;
  // All draw from one iterator.
  const waiting = ripe.filter(({ endpoint }) => policyFor(endpoint, rules).agree > 1).values();
  await Promise.all(
    Array.from({ length: askedAtOnce }, async () => {
      for (const one of waiting) {
        if (watcher.signal.aborted) return;
        const others = await othersOn(one, rules, watcher);
        heard.set(one, { own: one.diagnosis, others });
      }
    }),
  );
  return heard;
}

async function othersOn(
  { endpoint, diagnosis }: Ripe,
  rules: readonly WatchRule[],
  { store, askOthers, signal }: Watcher,
): Promise<readonly Voice[]> {
  const policy = policyFor(endpoint, rules);
  const sighting = await store.endpoints.sighting(endpoint.id);
  const isWanted = sighting?.conditions.some((condition) => wantsAgreement(condition, policy)) ?? false;
  if (!isWanted || askOthers === undefined) return [];
  const reach = reachOf(endpoint.home);
  return askOthers(endpoint.target, { from: diagnosis.from, reach, signal }).catch((fault: unknown) => {
    if (!signal.aborted) throw fault;
    return [];
  });
}
