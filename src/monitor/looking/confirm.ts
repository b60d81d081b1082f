import type { Diagnosis } from '../../core/diagnosis.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { Endpoint, Sighting } from '../../core/watch/endpoint.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import { policyFor } from '../../core/watch/policy/rule.ts';
import { raise } from '../alarms/raise.ts';
import { judgeFleet } from '../breaker/judge-fleet.ts';
import { noteWorse } from '../breaker/recently-worse.ts';
import { confirmed, isRipe } from '../conditions/next-conditions.ts';
import type { Watcher } from './look.ts';

/** An endpoint with something that has stood long enough, and what the look found that made it so. */
export type Ripe = { readonly endpoint: Endpoint; readonly diagnosis: Diagnosis };

/** Half a fleet may wait for the end of a sweep: what is told of a look is kept, and not the facts behind it. */
export function ripeFrom(endpoint: Endpoint, diagnosis: Diagnosis): Ripe {
  return { endpoint, diagnosis: { ...diagnosis, results: [] } };
}

/**
 * Makes certain what has stood long enough at these endpoints, unless so much of the fleet became worse that it must be
 * us; returns how many alarms were raised. What is held back stays ripe, and the next look at it asks again.
 */
export async function confirmRipe(ripe: readonly Ripe[], watcher: Watcher): Promise<number> {
  const { store, now } = watcher;
  const rules = watcher.rules ?? (await store.rules.list());
  if (!(await judgeFleet({ store, now, rules }))) return 0;
  const worse: string[] = [];
  let pinged = 0;
  for (const { endpoint, diagnosis } of ripe) {
    const sighting = await store.endpoints.sighting(endpoint.id);
    const policy = policyFor(endpoint, rules);
    const due = sighting?.conditions.filter((condition) => isRipe(condition, policy)) ?? [];
    if (sighting === null || due.length === 0) continue;
    const { kept, sighting: certain } = await store.endpoints.addLook(
      endpoint.id,
      (newest) => certainFrom(newest ?? sighting, policy),
      now(),
    );
    const look = { endpoint, sighting: certain, before: kept, diagnosis };
    pinged += await raise(look, { ...watcher, rules });
    const isExpected = activeMute(endpoint, now()) !== null;
    if (!isExpected && due.some(({ fromStart }) => fromStart !== true)) worse.push(endpoint.id);
  }
  await noteWorse(store.marks, worse, now());
  return pinged;
}

/** By the time of the look, so that two processes which confirm the same look say the same. */
function certainFrom(sighting: Sighting, policy: Policy): Sighting {
  return { ...sighting, conditions: confirmed(sighting.conditions, policy, sighting.at) };
}
