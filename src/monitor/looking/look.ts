import { reachOf } from '../../core/access/reach.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Endpoint, Sighting } from '../../core/watch/endpoint.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import { policyFor } from '../../core/watch/policy/rule.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import { raise } from '../alarms/raise.ts';
import {
  isRipe,
  nextConditions,
  wantsOthers,
  wantsRepeat,
  withoutRecount,
} from '../conditions/next-conditions.ts';
import { observationOf } from '../conditions/observation.ts';
import { confirmRipe, ripeFrom } from './confirm.ts';
import { lookAround } from './look-around.ts';
import { faultySighting, sightingFrom } from './sighting.ts';
import { tellRenewal } from './tell-renewal.ts';
import type { Watcher } from './watcher.ts';

/** `wantsOthers`: it could not be reached, and what others see tells whether that is to be believed. */
type Looked = Look & { readonly ripe: boolean; readonly wantsOthers: boolean };

export type Look = {
  readonly diagnosis: Diagnosis;
  /** How many alarms this look was the first to raise. */
  readonly pinged: number;
};

/** `lookAndCount` for who only wants to know what was seen. */
export async function lookAt(endpoint: Endpoint, watcher: Watcher): Promise<Diagnosis> {
  return (await lookAndCount(endpoint, watcher)).diagnosis;
}

/** Looks at one endpoint, and confirms what has stood long enough. */
export async function lookAndCount(endpoint: Endpoint, watcher: Watcher): Promise<Look> {
  const { diagnosis, pinged, ripe, wantsOthers } = await lookOnce(endpoint, watcher);
  if (!ripe || (wantsOthers && !(await othersAreFine(watcher)))) return { diagnosis, pinged };
  const confirmed = await confirmRipe([ripeFrom(endpoint, diagnosis)], watcher);
  return { diagnosis, pinged: pinged + confirmed };
}

/** What may be believed of a look that reached nothing, between two sweeps: see `lookAround`. */
export async function othersAreFine(watcher: Watcher): Promise<boolean> {
  const rules = watcher.rules ?? (await watcher.store.rules.list());
  return lookAround({
    ...watcher,
    rules,
    look: (endpoint) =>
      lookOnce(endpoint, { ...watcher, rules }).catch((fault: unknown) => {
        // One of Notafter's own was saved as "could not look", which counts as that.
        if (watcher.signal.aborted) throw fault;
      }),
  });
}

/**
 * Looks once, and again at once where that settles it, saves what was seen and raises what follows. What is `ripe` is left
 * to `confirmRipe`, which knows how the rest of the fleet fares. An aborted look saves nothing. A fault of our own is
 * saved as "could not look", since the last sighting would be a lie, and thrown.
 */
export async function lookOnce(endpoint: Endpoint, watcher: Watcher): Promise<Looked> {
  const { store, now } = watcher;
  const rules = watcher.rules ?? (await store.rules.list());
  const policy = policyFor(endpoint, rules);
  const before = await store.endpoints.sighting(endpoint.id);
  const first = await see();
  const again = isToBeRepeated(after([first])(before), before, first.at) ? [await see()] : [];
  const looks: readonly [Seen, ...Seen[]] = [first, ...again];
  const { diagnosis } = again[0] ?? first;
  await tellRenewal(endpoint, before, after(looks)(before), store);
  const { kept, leftUndone, sighting } = await store.endpoints.addLook(
    endpoint.id,
    (newest) => overlapping(before, newest, after(looks)(newest)),
    now(),
  );
  // Judged from what is saved: whoever dies before this line leaves it to the next look.
  const pinged = await raise(
    { endpoint, sighting, before: kept, leftUndone, diagnosis },
    { ...watcher, rules },
  );
  return {
    diagnosis,
    pinged,
    ripe: sighting.conditions.some((condition) => isRipe(condition, policy)),
    wantsOthers: sighting.conditions.some((condition) => wantsOthers(condition, policy)),
  };

  async function see(): Promise<Seen> {
    return { diagnosis: await diagnoseOrTell(endpoint, watcher), at: now() };
  }

  function after(seen: readonly [Seen, ...Seen[]]) {
    return (known: Sighting | null) => sightingAfter(seen, known, endpoint, policy);
  }
}

type Seen = { readonly diagnosis: Diagnosis; readonly at: Date };

/** What is known after one or more looks in a row. */
function sightingAfter(
  [first, ...others]: readonly [Seen, ...Seen[]],
  known: Sighting | null,
  { id }: Endpoint,
  policy: Policy,
): Sighting {
  const next = (previous: Sighting | null, { diagnosis, at }: Seen): Sighting => {
    // What changed is told by what was there before either look.
    const observation = observationOf(diagnosis, known, at);
    const conditions = nextConditions(previous?.conditions ?? [], observation, policy, at);
    return { ...sightingFrom(id, diagnosis, previous, policy, at), conditions };
  };
  return others.reduce(next, next(known, first));
}

/** Two looks at once are evidence of one moment: what the other saw is counted, and of this one what is new. */
function overlapping(before: Sighting | null, newest: Sighting | null, made: Sighting): Sighting {
  if (newest === null || newest.at.getTime() === before?.at.getTime()) return made;
  return { ...made, conditions: withoutRecount(newest.conditions, made.conditions) };
}

async function diagnoseOrTell(
  endpoint: Endpoint,
  { store, diagnose, now, signal }: Watcher,
): Promise<Diagnosis> {
  try {
    const reach = reachOf(endpoint.home);
    return await diagnose(endpoint.target, { depth: 'certificate', signal, reach });
  } catch (fault) {
    if (!signal.aborted) {
      const at = now();
      await store.endpoints.addLook(endpoint.id, (kept) => faultySighting(endpoint.id, kept, at), at);
    }
    throw fault;
  }
}

function isToBeRepeated(sighting: Sighting, before: Sighting | null, now: Date): boolean {
  return sighting.conditions.some(wantsRepeat) || newlyExpired(sighting, before, now);
}

/** An expired leaf that was not seen expired before. */
function newlyExpired(
  { at, certificateSeenAt, served }: Sighting,
  before: Sighting | null,
  now: Date,
): boolean {
  if (certificateSeenAt?.getTime() !== at.getTime()) return false;
  return served.some((leaf) => {
    const known =
      before?.served.some(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256) ?? false;
    const knownExpired = known && before !== null && renewalState(leaf, before.at) === 'expired';
    return renewalState(leaf, now) === 'expired' && !knownExpired;
  });
}
