import { setTimeout as wait } from 'node:timers/promises';

export type Marked<T> = { readonly value: T; readonly isLast: boolean };

/**
 * Says which value is the last. One that the source ends with inside of `patienceMs` comes only once, as the last;
 * one that was shown meanwhile comes again when it turns out to be the last.
 */
export async function* markLast<T>(source: AsyncIterator<T>, patienceMs: number): AsyncGenerator<Marked<T>> {
  try {
    let current = await source.next();
    while (current.done !== true) {
      const following = source.next();
      // Awaited below, unless nobody wants more: then it may fail unheard.
      following.catch(() => undefined);
      const over = new AbortController();
      const patience = wait(patienceMs, 'over' as const, { signal: over.signal }).catch(
        () => 'over' as const,
      );
      const soon = await Promise.race([following, patience]);
      over.abort();
      if (soon === 'over' || soon.done !== true) yield { value: current.value, isLast: false };
      const next = await following;
      if (next.done === true) yield { value: current.value, isLast: true };
      current = next;
    }
  } finally {
    await source.return?.();
  }
}
