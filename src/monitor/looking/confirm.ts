import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Ripe } from '../../core/store/sweeps.ts';
import type { Condition } from '../../core/watch/alarm/condition.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { Endpoint, Sighting } from '../../core/watch/endpoint.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import { policyFor } from '../../core/watch/policy/rule.ts';
import { raise } from '../alarms/raise.ts';
import { judgeFleet } from '../breaker/judge-fleet.ts';
import { noteWorse } from '../breaker/recently-worse.ts';
import { isRipe } from '../conditions/next-conditions.ts';
import { type Heard, settled } from './agreement.ts';
import { hearOthers } from './hear-others.ts';
import type { Watcher } from './watcher.ts';

/** So many are held in memory at a time, while other places are asked about them. */
const partSize = 128;

/** Half a fleet may wait for the end of a sweep: what is told of a look is kept, and not the facts behind it. */
export function ripeFrom(endpoint: Endpoint, diagnosis: Diagnosis): Ripe {
  return { endpoint, diagnosis: { ...diagnosis, results: [] } };
}

/**
 * Makes certain what has stood long enough at these endpoints, unless so much of the fleet became worse that it must be
 * us, or other vantages do not see it where a policy asks for that; returns how many alarms were raised. What is held back
 * stays ripe, and the next look at it asks again.
 */
export async function confirmRipe(
  ripe: Iterable<Ripe> | AsyncIterable<Ripe>,
  watcher: Watcher,
): Promise<number> {
  const { store, now, signal } = watcher;
  const rules = watcher.rules ?? (await store.rules.list());
  if (!(await judgeFleet({ store, now, rules }))) return 0;
  const worse: string[] = [];
  let pinged = 0;
  for await (const part of inParts(ripe)) {
    const heard = await hearOthers(part, rules, watcher);
    // Half heard would be believed alone.
    if (signal.aborted) break;
    for (const one of part) {
      const { endpoint, diagnosis } = one;
      const sighting = await store.endpoints.sighting(endpoint.id);
      const policy = policyFor(endpoint, rules);
      const due = sighting?.conditions.filter((condition) => isRipe(condition, policy)) ?? [];
      if (sighting === null || due.length === 0) continue;
      const said = heard.get(one) ?? { own: diagnosis, others: [] };
      const {
        kept,
        leftUndone,
        sighting: certain,
      } = await store.endpoints.addLook(
        endpoint.id,
        (newest) => certainFrom(newest ?? sighting, policy, said),
        now(),
      );
      const look = { endpoint, sighting: certain, before: kept, leftUndone, diagnosis };
      pinged += await raise(look, { ...watcher, rules });
      const isExpected = activeMute(endpoint, now()) !== null;
      const isWorse = due.some((one) => one.fromStart !== true && isCertainIn(certain, one));
      if (!isExpected && isWorse) worse.push(endpoint.id);
    }
  }
  await noteWorse(store.marks, worse, now());
  return pinged;
}

function isCertainIn({ conditions }: Sighting, { trouble, fingerprint256 }: Condition): boolean {
  return conditions.some(
    (one) => one.trouble === trouble && one.fingerprint256 === fingerprint256 && one.confirmedAt !== null,
  );
}

async function* inParts(all: Iterable<Ripe> | AsyncIterable<Ripe>): AsyncGenerator<readonly Ripe[]> {
  let part: Ripe[] = [];
  for await (const one of all) {
    part.push(one);
    if (part.length < partSize) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** By the time of the look, so that two processes which confirm the same look say the same. */
function certainFrom(sighting: Sighting, policy: Policy, heard: Heard): Sighting {
  return { ...sighting, conditions: settled(sighting.conditions, policy, heard, sighting.at) };
}
