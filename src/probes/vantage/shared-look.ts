/** One look that many may wait for, kept for a while. */
export type SharedLook<T> = {
  /** Null: the patience was over, or the signal fired, before there was anything to tell. */
  take(wanted: Patience): Promise<T | null>;
  /** What was seen a moment ago, if anything was. */
  peek(): T | null;
};

export type Patience = { readonly patienceMs: number; readonly signal: AbortSignal };

type Running<T> = { readonly look: Promise<T | null>; readonly stop: AbortController; waiting: number };

/**
 * `ask` is called once for all who want to know at the same time, and again when what it told is older than `keptMs`. It
 * is stopped when the last of them has left, so that nothing goes on behind the back of whoever asked.
 */
export function createSharedLook<T>(
  ask: (wanted: Patience) => Promise<T>,
  { keptMs, stopwatch }: { readonly keptMs: number; readonly stopwatch: () => number },
): SharedLook<T> {
  let kept: { readonly value: T; readonly until: number; readonly patienceMs: number } | null = null;
  let running: Running<T> | null = null;

  function fresh(patienceMs: number): T | null {
    if (kept === null || stopwatch() >= kept.until) return null;
    // Who waited less saw less: a longer look may still see more.
    return patienceMs <= kept.patienceMs ? kept.value : null;
  }

  function start(patienceMs: number): Running<T> {
    const stop = new AbortController();
    const begun: Running<T> = { stop, waiting: 0, look: looked() };
    return begun;

    async function looked(): Promise<T | null> {
      try {
        const value = await ask({ patienceMs, signal: stop.signal });
        if (stop.signal.aborted) return null;
        kept = { value, until: stopwatch() + keptMs, patienceMs };
        return value;
      } finally {
        if (running === begun) running = null;
      }
    }
  }

  return {
    peek: () => fresh(0),
    async take({ patienceMs, signal }) {
      const known = fresh(patienceMs);
      if (known !== null || signal.aborted) return known;
      running ??= start(patienceMs);
      const joined = running;
      joined.waiting += 1;
      try {
        return await unlessOver(joined.look, { patienceMs: patienceMs + tidyMs, signal });
      } finally {
        joined.waiting -= 1;
        if (joined.waiting === 0) {
          joined.stop.abort();
          if (running === joined) running = null;
        }
      }
    },
  };
}

/**
 * `ask` keeps to its patience by itself; this is for who joins a longer one. What a busy machine needs to close sockets
 * after the patience is over must fit in, or a look that tells "nobody answered" is left a moment before it is told.
 */
const tidyMs = 300;

async function unlessOver<T>(look: Promise<T | null>, { patienceMs, signal }: Patience): Promise<T | null> {
  const { promise: over, resolve } = Promise.withResolvers<null>();
  const leave = () => resolve(null);
  const timer = setTimeout(leave, patienceMs);
  signal.addEventListener('abort', leave);
  try {
    return await Promise.race([look, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}
