import type { Endpoint } from '../core/watch/endpoint.ts';
import { policyFor } from '../core/watch/rule.ts';
import { raise } from './alarms/raise.ts';
import { judgeFleet } from './breaker/judge-fleet.ts';
import { noteWorse } from './breaker/recently-worse.ts';
import { confirmed, isRipe } from './conditions/next-conditions.ts';
import type { Watcher } from './look.ts';

/**
 * Makes certain what has stood long enough at these endpoints, unless so much of the fleet became worse that it must be
 * us; returns how many alarms were raised. What is held back stays ripe, and the next look at it asks again.
 */
export async function confirmRipe(ripe: readonly Endpoint[], watcher: Watcher): Promise<number> {
  const { store, now } = watcher;
  const rules = watcher.rules ?? (await store.rules.list());
  if (!(await judgeFleet({ store, now, rules }))) return 0;
  const worse: string[] = [];
  let pinged = 0;
  for (const endpoint of ripe) {
    const sighting = await store.endpoints.sighting(endpoint.id);
    const policy = policyFor(endpoint, rules);
    const due = sighting?.conditions.filter((condition) => isRipe(condition, policy)) ?? [];
    if (sighting === null || due.length === 0) continue;
    // By the time of the look, so that two processes which confirm the same look say the same.
    const certain = { ...sighting, conditions: confirmed(sighting.conditions, policy, sighting.at) };
    await store.endpoints.recordLook(certain, [], now());
    const look = { endpoint, sighting: certain, before: sighting, diagnosis: null };
    pinged += await raise(look, { ...watcher, rules });
    if (due.some(({ fromStart }) => fromStart !== true)) worse.push(endpoint.id);
  }
  await noteWorse(store.marks, worse, now());
  return pinged;
}
