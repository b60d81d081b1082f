import { randomUUID } from 'node:crypto';
import type { SharedOnce } from '../chat/once.ts';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store/store.ts';

/** Each leaves a row, which is of no use once its time is over. */
const pruneEvery = 100;

/** What several bots on one store take once between them, by leases that nobody renews. */
export function onceIn({ leases }: Store, log: Log): SharedOnce {
  let taken = 0;
  return async (key, ms) => {
    if (taken % pruneEvery === 0) {
      leases.prune().catch((thrown: unknown) => {
        log.warn({ reason: reasonOf(thrown) }, 'leases that are over were not forgotten');
      });
    }
    taken += 1;
    return leases.hold(`once:${key}`, randomUUID(), ms);
  };
}
