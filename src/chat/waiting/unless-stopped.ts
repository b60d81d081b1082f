import { once } from 'node:events';

/** For work of a library that does not listen to the signal: it goes on, but nobody waits for it any longer. */
export async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const settled = new AbortController();
  const stopped = once(signal, 'abort', { signal: settled.signal }).then(() => {
    throw new Error('stopped');
  });
  try {
    if (signal.aborted) throw new Error('stopped');
    return await Promise.race([work, stopped]);
  } finally {
    settled.abort();
    // Whichever lost the race must not be an unhandled rejection.
    stopped.catch(() => undefined);
    work.catch(() => undefined);
  }
}
