import { setTimeout as wait } from 'node:timers/promises';
import { growing } from './growing.ts';

/** Milliseconds that only ever grow, and a wait that ends at once, without an error, when its signal is aborted. */
export type Ticker = {
  readonly nowMs: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

const realTicker: Ticker = {
  nowMs: () => performance.now(),
  wait: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};

export type Ticking = {
  readonly signal: AbortSignal;
  readonly ticker?: Ticker;
  /** How long nothing has to happen before what was shown last is drawn again. */
  readonly everyMs?: number;
};

/** Draws what is shown for a moment of the ticker: the same again looks different, since time has passed. */
export type Draw<T> = (nowMs: number) => T;

/**
 * As `growing`, with pictures that age: while nothing else is shown the last one is drawn anew, so that a reader sees how long
 * it has been waited. Its timer ends with the work and with the signal.
 */
export function ticking<T>(
  work: (show: (draw: Draw<T>) => void, nowMs: () => number) => Promise<T>,
  { signal, ticker = realTicker, everyMs = 2000 }: Ticking,
): AsyncGenerator<T> {
  return growing<T>(async (show) => {
    const over = new AbortController();
    const stop = () => over.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let last: Draw<T> | null = null;
    let drawnAt = ticker.nowMs();
    const draw = () => {
      drawnAt = ticker.nowMs();
      if (last !== null) show(last(drawnAt));
    };
    const ticks = (async () => {
      while (!over.signal.aborted) {
        await ticker.wait(drawnAt + everyMs - ticker.nowMs(), over.signal);
        if (!over.signal.aborted && ticker.nowMs() - drawnAt >= everyMs) draw();
      }
    })();
    try {
      return await work((next) => {
        last = next;
        draw();
      }, ticker.nowMs);
    } finally {
      stop();
      signal.removeEventListener('abort', stop);
      await ticks;
    }
  });
}
