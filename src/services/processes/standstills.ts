import type { Standstill, StandstillWatch } from '../../core/vantage/standstill.ts';

export type StandstillsWorld = {
  /** Monotonic milliseconds. */
  readonly stopwatch: () => number;
  /** Calls `tick` again and again until what it returns is called; left out: a timer that keeps no process alive. */
  readonly every?: (ms: number, tick: () => void) => () => void;
};

const tickMs = 50;
/** A busy thread is late by less all the time; nobody misses an answer for that. */
const leastMs = 250;

/** Begins to watch for how long this thread stands still; while nobody watches nothing ticks. */
export function createStandstills({
  stopwatch,
  every = everyUnref,
}: StandstillsWorld): () => StandstillWatch {
  const watching = new Set<{ totalMs: number; longestMs: number }>();
  let last = 0;
  let stop: (() => void) | null = null;

  function tick(): void {
    const at = stopwatch();
    const lateMs = at - last - tickMs;
    last = at;
    if (lateMs < leastMs) return;
    for (const one of watching) {
      one.totalMs += lateMs;
      one.longestMs = Math.max(one.longestMs, lateMs);
    }
  }

  return () => {
    // What came before is none of its business; what runs may hear of it a moment early.
    if (watching.size > 0) tick();
    else last = stopwatch();
    const mine = { totalMs: 0, longestMs: 0 };
    watching.add(mine);
    stop ??= every(tickMs, tick);
    return {
      soFar(): Standstill {
        tick();
        return { totalMs: Math.round(mine.totalMs), longestMs: Math.round(mine.longestMs) };
      },
      [Symbol.dispose]() {
        watching.delete(mine);
        if (watching.size > 0) return;
        stop?.();
        stop = null;
      },
    };
  };
}

function everyUnref(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms).unref();
  return () => clearInterval(timer);
}
