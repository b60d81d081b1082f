import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store/store.ts';
import type { SendOutcome } from '../../core/watch/notification.ts';

/** What the platform said of notifications for which the store could not be told yet, by key. */
const unsettled = new WeakMap<Store, Map<string, SendOutcome>>();

const pauseMs = 500;
const longestMs = 10 * 60_000;

/** What became of it already, though the store does not know. */
export function knownOutcome(store: Store, key: string): SendOutcome | null {
  return unsettled.get(store)?.get(key) ?? null;
}

export type Settling = {
  readonly store: Store;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly log: Log;
};

/**
 * Notes in the store what became of a notification, and while the store is away again and again: one that was sent and is not
 * noted is sent once more when its lease ends. What this process knows meanwhile it does not send again itself.
 */
export async function settleSurely(
  key: string,
  outcome: SendOutcome,
  retryAt: Date,
  { store, now, signal, log }: Settling,
): Promise<void> {
  const mine = unsettled.get(store) ?? new Map<string, SendOutcome>();
  unsettled.set(store, mine);
  const begun = performance.now();
  for (;;) {
    try {
      await store.outbox.settle(key, outcome, now(), retryAt);
      mine.delete(key);
      return;
    } catch (thrown) {
      // One that was not sent is tried again when its lease ends, and nobody sees it twice.
      const isSaid = outcome.kind === 'sent';
      if (!isSaid || signal.aborted || performance.now() - begun > longestMs) throw thrown;
      if (!mine.has(key)) log.warn({ key, reason: reasonOf(thrown) }, 'what was sent cannot be noted yet');
      mine.set(key, outcome);
      await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
