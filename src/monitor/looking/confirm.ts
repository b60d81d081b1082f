import type { Diagnosis } from '../../core/diagnosis.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { Endpoint, Sighting } from '../../core/watch/endpoint.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import { policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { raise } from '../alarms/raise.ts';
import { judgeFleet } from '../breaker/judge-fleet.ts';
import { noteWorse } from '../breaker/recently-worse.ts';
import { isRipe } from '../conditions/next-conditions.ts';
import { type Heard, settled, wantsAgreement } from './agreement.ts';
import { inLanes } from './lanes.ts';
import type { Watcher } from './look.ts';

/** An endpoint with something that has stood long enough, and what the look found that made it so. */
export type Ripe = { readonly endpoint: Endpoint; readonly diagnosis: Diagnosis };

/** Others look at so many at a time for us; they do it beside their own work. */
const askedAtOnce = 32;

/** Half a fleet may wait for the end of a sweep: what is told of a look is kept, and not the facts behind it. */
export function ripeFrom(endpoint: Endpoint, diagnosis: Diagnosis): Ripe {
  return { endpoint, diagnosis: { ...diagnosis, results: [] } };
}

/**
 * Makes certain what has stood long enough at these endpoints, unless so much of the fleet became worse that it must be
 * us, or other vantages do not see it where a policy asks for that; returns how many alarms were raised. What is held back
 * stays ripe, and the next look at it asks again.
 */
export async function confirmRipe(ripe: readonly Ripe[], watcher: Watcher): Promise<number> {
  const { store, now } = watcher;
  const rules = watcher.rules ?? (await store.rules.list());
  if (!(await judgeFleet({ store, now, rules }))) return 0;
  const heard = await hearOthers(ripe, rules, watcher);
  // Half heard would be believed alone.
  if (watcher.signal.aborted) return 0;
  const worse: string[] = [];
  let pinged = 0;
  for (const one of ripe) {
    const { endpoint, diagnosis } = one;
    const sighting = await store.endpoints.sighting(endpoint.id);
    const policy = policyFor(endpoint, rules);
    const due = sighting?.conditions.filter((condition) => isRipe(condition, policy)) ?? [];
    if (sighting === null || due.length === 0) continue;
    const { kept, sighting: certain } = await store.endpoints.addLook(
      endpoint.id,
      (newest) => certainFrom(newest ?? sighting, policy, heard.get(one) ?? { own: diagnosis, others: [] }),
      now(),
    );
    const look = { endpoint, sighting: certain, before: kept, diagnosis };
    pinged += await raise(look, { ...watcher, rules });
    const isExpected = activeMute(endpoint, now()) !== null;
    const isCertain = due.some(
      ({ fromStart, trouble, fingerprint256 }) =>
        fromStart !== true &&
        certain.conditions.some(
          (after) =>
            after.trouble === trouble &&
            after.fingerprint256 === fingerprint256 &&
            after.confirmedAt !== null,
        ),
    );
    if (!isExpected && isCertain) worse.push(endpoint.id);
  }
  await noteWorse(store.marks, worse, now());
  return pinged;
}

/** What other places see of those that need it, several at a time: each may take as long as a look. */
async function hearOthers(
  ripe: readonly Ripe[],
  rules: readonly WatchRule[],
  { store, askOthers, signal }: Watcher,
): Promise<ReadonlyMap<Ripe, Heard>> {
  const heard = new Map<Ripe, Heard>();
  if (askOthers === undefined) return heard;
  const asking = ripe.filter(({ endpoint }) => policyFor(endpoint, rules).agree > 1);
  await inLanes(
    asked(asking),
    { concurrency: askedAtOnce, signal, mostAside: 0, patienceMs: 60_000 },
    async (one) => {
      const policy = policyFor(one.endpoint, rules);
      const sighting = await store.endpoints.sighting(one.endpoint.id);
      if (sighting?.conditions.some((condition) => wantsAgreement(condition, policy)) !== true) return true;
      const others = await askOthers(one.endpoint.target, signal).catch((fault: unknown) => {
        if (!signal.aborted) throw fault;
        return [];
      });
      heard.set(one, { own: one.diagnosis, others });
      return true;
    },
  );
  return heard;
}

async function* asked(ripe: readonly Ripe[]): AsyncGenerator<Ripe, void, undefined> {
  yield* ripe;
}

/** By the time of the look, so that two processes which confirm the same look say the same. */
function certainFrom(sighting: Sighting, policy: Policy, heard: Heard): Sighting {
  return { ...sighting, conditions: settled(sighting.conditions, policy, heard, sighting.at) };
}
