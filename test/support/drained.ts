import type { Store } from '../../src/core/store/store.ts';
import type { QueuedNotification } from '../../src/core/watch/notification.ts';

/** Everything that waits in the outbox, as if it had all been sent. */
export async function drained(store: Store, now: Date): Promise<readonly QueuedNotification[]> {
  const all: QueuedNotification[] = [];
  for (;;) {
    const claimed = await store.outbox.claim(now, 99, 1000);
    if (claimed.length === 0) return all;
    for (const notification of claimed) {
      all.push(notification);
      await store.outbox.settle(notification.key, { kind: 'sent', reference: 'test' }, now, now);
    }
  }
}
