import { setTimeout as wait } from 'node:timers/promises';

/**
 * Thins a stream of growing messages to one per `gapMs`, always the newest, and never drops the last: platforms
 * allow about one edit a second. The first comes at once.
 */
export async function* pace<T>(source: AsyncIterable<T>, gapMs: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let pending = iterator.next();
  let started = false;
  try {
    for (;;) {
      const newest = started ? await newestWithin(gapMs) : null;
      if (newest !== null) {
        yield newest.value;
        continue;
      }
      const next = await pending;
      if (next.done === true) return;
      pending = iterator.next();
      started = true;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }

  /** Lets the gap pass while remembering the newest value; null when nothing came. Ends early with the source. */
  async function newestWithin(ms: number): Promise<{ value: T } | null> {
    let newest: { value: T } | null = null;
    const over = new AbortController();
    const gap = wait(ms, 'over' as const, { signal: over.signal }).catch(() => 'over' as const);
    for (;;) {
      const next = await Promise.race([pending, gap]);
      if (next === 'over') return newest;
      if (next.done === true) {
        over.abort();
        return newest;
      }
      newest = { value: next.value };
      pending = iterator.next();
    }
  }
}
