import type { Store } from '../../core/store/store.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import type { WatchRule } from '../../core/watch/policy/rule.ts';
import { judgeFleet } from '../breaker/judge-fleet.ts';
import { breakerState } from '../breaker/mark.ts';
import { isNewlyWorse } from '../conditions/next-conditions.ts';

export type LookingAround = {
  readonly store: Store;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly rules: readonly WatchRule[];
  /** From 0 up to and without 1; left out: chance. */
  readonly random?: (() => number) | undefined;
  /** Looks at one and saves what it saw; a fault of its own is saved as well. */
  look(endpoint: Endpoint): Promise<unknown>;
};

/** Where a seventh of a fleet is cut off, 30 of it show none of that once in a hundred times. */
const sampleSize = 30;
const batchSize = 100;
const concurrency = 8;
/** What was looked at since then has spoken already; less than a minute, after which whoever is in doubt asks again. */
const freshMs = 50_000;

/**
 * Asks, before a few endpoints out of reach are believed between two sweeps, whether it is us: a few others that were well
 * are looked at, picked by chance. When any of them became worse, too, the others follow until the breaker opens or all have
 * spoken. Returns whether anything may be confirmed: not when most of those few could not be looked at at all.
 */
export async function lookAround(world: LookingAround): Promise<boolean> {
  const { store, signal } = world;
  // Open: in doubt already. Overruled: a person knows better.
  if ((await breakerState(store.marks)).kind !== 'closed') return true;
  const at = world.now();
  const sample = await pick(sampleSize, at, world);
  await lookAtEach(sample, world);
  const seen = await store.endpoints.watched(sample.map(({ id }) => id));
  const blind = seen.filter(({ sighting }) => sighting.verdict === 'unknown').length;
  if (blind * 2 > sample.length) return false;
  const fell = seen.filter(({ sighting }) => sighting.conditions.some(isNewlyWorse));
  // What is in planned maintenance says nothing about us.
  if (fell.every(({ endpoint }) => activeMute(endpoint, world.now()) !== null)) return true;
  // A clock that is set back meanwhile would let them come again and again.
  const asked = new Set<string>();
  while (!signal.aborted && (await judgeFleet(world))) {
    const batch = (await pick(batchSize, at, world)).filter(({ id }) => !asked.has(id));
    if (batch.length === 0) return true;
    for (const { id } of batch) asked.add(id);
    await lookAtEach(batch, world);
  }
  return false;
}

/** Ids are random, and so is the place in their order at which this begins. */
async function pick(count: number, at: Date, { store, random = Math.random, now }: LookingAround) {
  const asked = { before: new Date(at.getTime() - freshMs), now: now(), limit: count };
  const after = Math.floor(random() * 0x1_0000_0000)
    .toString(16)
    .padStart(8, '0');
  const found = await store.endpoints.well({ ...asked, after });
  if (found.length === count) return found;
  const ids = new Set(found.map(({ id }) => id));
  const first = await store.endpoints.well({ ...asked, after: '' });
  return [...found, ...first.filter(({ id }) => !ids.has(id))].slice(0, count);
}

async function lookAtEach(endpoints: readonly Endpoint[], { look, signal }: LookingAround): Promise<void> {
  const waiting = endpoints.values();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      // All runners draw from one iterator.
      for (const endpoint of waiting) {
        if (signal.aborted) return;
        await look(endpoint);
      }
    }),
  );
}
