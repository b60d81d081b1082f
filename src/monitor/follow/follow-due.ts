import { setTimeout as wait } from 'node:timers/promises';
import type { Diagnose } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { type Follow, followLimits } from '../../core/watch/follow.ts';
import { type FollowEye, lookOnce } from './look-once.ts';
import { nextFollow } from './next-follow.ts';

export type FollowWorld = FollowEye & {
  readonly store: Store;
  readonly now: () => Date;
  /** Longest time a look may take. */
  readonly lookMs: number;
  /** The same engine, which leaves a look out (UserError) where others looked at the address too often; left out: it never does. */
  readonly paced?: Diagnose;
  onQueued(): void;
};

/** Beyond the longest look, so that nobody takes over what is only slow. */
const leaseSlackMs = 20_000;
/** While looks are on their way the store is asked so often for others that have become due. */
const askAgainMs = 500;

/**
 * Looks at what is due, each beside the others, since a target that hangs must hold up no other, until nothing is.
 * Returns when there is more.
 */
export async function followDue(world: FollowWorld): Promise<Date | null> {
  const { store, now, signal, lookMs } = world;
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  while (!signal.aborted && faults.length === 0) {
    const room = followLimits.all - running.size;
    const claimed = room <= 0 ? [] : await store.follows.claim(now(), room, lookMs + leaseSlackMs);
    for (const follow of claimed) {
      const looking = followOne(follow, world)
        .catch((fault: unknown) => void faults.push(fault))
        .finally(() => running.delete(looking));
      running.add(looking);
    }
    if (running.size === 0) break;
    await somethingOf(running, signal);
  }
  await Promise.all(running);
  if (faults.length > 0) throw faults[0];
  return store.follows.nextDue();
}

async function followOne(claimed: Follow, world: FollowWorld): Promise<void> {
  const { store, now, signal, onQueued } = world;
  const begun = now();
  // The console is not limited: whoever has it has the machine.
  const isPaced = claimed.by.platform !== 'console';
  const eye = isPaced ? { ...world, diagnose: world.paced ?? world.diagnose } : world;
  const look = await lookOnce(claimed, eye).catch((stopped: unknown) => {
    if (signal.aborted) return null;
    throw stopped;
  });
  if (look === null) return store.follows.release(claimed.id);
  const { follow, notifications } = nextFollow(claimed, look, begun, now());
  const saved = await store.follows.save(follow, notifications, now());
  // Stopped, or taken over, while we looked: it has its last word already, or somebody else's look.
  if (saved && notifications.length > 0) onQueued();
}

async function somethingOf(running: ReadonlySet<Promise<void>>, signal: AbortSignal): Promise<void> {
  const awake = new AbortController();
  const either = AbortSignal.any([awake.signal, signal]);
  await Promise.race([...running, wait(askAgainMs, undefined, { signal: either }).catch(() => undefined)]);
  awake.abort();
}
