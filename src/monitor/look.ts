import type { Diagnosis } from '../core/diagnosis.ts';
import type { Diagnose } from '../core/services.ts';
import type { Endpoint, Sighting } from '../core/watch/endpoint.ts';
import { renewalState } from '../core/watch/renewal.ts';
import { policyFor } from '../core/watch/rule.ts';
import { type Raising, raise } from './alarms/raise.ts';
import { isRipe, nextConditions, wantsRepeat } from './conditions/next-conditions.ts';
import { observationOf } from './conditions/observation.ts';
import { confirmRipe, ripeFrom } from './confirm.ts';
import { faultySighting, sightingFrom } from './sighting.ts';

export type Watcher = Raising & {
  readonly diagnose: Diagnose;
  readonly signal: AbortSignal;
};

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
  const { diagnosis, pinged, ripe } = await lookOnce(endpoint, watcher);
  const confirmed = ripe ? await confirmRipe([ripeFrom(endpoint, diagnosis)], watcher) : 0;
  return { diagnosis, pinged: pinged + confirmed };
}

/**
 * Looks once, and again at once where that settles it, saves what was seen and raises what follows. What is `ripe` is left
 * to `confirmRipe`, which knows how the rest of the fleet fares. An aborted look saves nothing. A fault of our own is
 * saved as "could not look", since the last sighting would be a lie, and thrown.
 */
export async function lookOnce(
  endpoint: Endpoint,
  watcher: Watcher,
): Promise<Look & { readonly ripe: boolean }> {
  const { store, now } = watcher;
  const rules = watcher.rules ?? (await store.rules.list());
  const policy = policyFor(endpoint, rules);
  const before = await store.endpoints.sighting(endpoint.id);
  const first = await see(before);
  const { diagnosis, sighting } = isToBeRepeated(first.sighting, before, now())
    ? await see(first.sighting)
    : first;
  await store.endpoints.recordLook(sighting, [], now());
  // Judged from what is saved: whoever dies before this line leaves it to the next look.
  const pinged = await raise({ endpoint, sighting, before, diagnosis }, { ...watcher, rules });
  return {
    diagnosis,
    pinged,
    ripe: sighting.conditions.some((condition) => isRipe(condition, policy)),
  };

  async function see(previous: Sighting | null) {
    const diagnosis = await diagnoseOrTell(endpoint, previous, watcher);
    const at = now();
    const conditions = nextConditions(
      previous?.conditions ?? [],
      // What changed is told by what was there before either look.
      observationOf(diagnosis, before, at),
      policy,
      at,
    );
    return {
      diagnosis,
      sighting: { ...sightingFrom(endpoint.id, diagnosis, previous, policy, at), conditions },
    };
  }
}

async function diagnoseOrTell(
  endpoint: Endpoint,
  previous: Sighting | null,
  { store, diagnose, now, signal }: Watcher,
): Promise<Diagnosis> {
  try {
    return await diagnose(endpoint.target, { depth: 'certificate', signal });
  } catch (fault) {
    if (!signal.aborted) {
      await store.endpoints.recordLook(faultySighting(endpoint.id, previous, now()), [], now());
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
