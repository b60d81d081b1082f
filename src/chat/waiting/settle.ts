import { setTimeout as wait } from 'node:timers/promises';

/** Waits for all of them, but no longer than `withinMs`. They never reject. */
export async function settle(answers: ReadonlySet<Promise<void>>, withinMs: number): Promise<void> {
  if (answers.size === 0) return;
  const over = new AbortController();
  const deadline = wait(withinMs, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([Promise.all(answers), deadline]);
  over.abort();
}
