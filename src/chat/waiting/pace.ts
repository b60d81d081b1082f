import { setTimeout as wait } from 'node:timers/promises';

/**
 * Thins a stream of growing messages to one per `gapMs`, always the newest, and never drops the last: platforms
 * allow about one edit a second. The first comes at once.
 */
export async function* pace<T>(source: AsyncIterable<T>, gapMs: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let pending = next();
  let started = false;
  try {
    for (;;) {
      const newest = started ? await newestWithin(gapMs) : null;
      if (newest !== null) {
        yield newest.value;
        continue;
      }
      const result = await pending;
      if (result.done === true) return;
      pending = next();
      started = true;
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }

  /** Asks ahead. Between two looks nobody listens: a failure is kept for the next look and not lost as unhandled. */
  function next(): Promise<IteratorResult<T>> {
    const asked = iterator.next();
    asked.catch(() => undefined);
    return asked;
  }

  /** Lets the gap pass while remembering the newest value; null when nothing came. Ends early with the source. */
  async function newestWithin(ms: number): Promise<{ value: T } | null> {
    let newest: { value: T } | null = null;
    const over = new AbortController();
    const gap = wait(ms, 'over' as const, { signal: over.signal }).catch(() => 'over' as const);
    try {
      for (;;) {
        const result = await Promise.race([pending, gap]);
        if (result === 'over' || result.done === true) return newest;
        newest = { value: result.value };
        pending = next();
      }
    } finally {
      over.abort();
    }
  }
}
