import type { Phase } from './failure.ts';

/**
 * Where the time of one request went, in milliseconds by a monotonic clock, over a connection of its own. Null: it never
 * came that far, or (TLS) there is no such phase. The phase in which a request broke counts up to the break.
 */
export type RequestPhases = {
  /** Until the connection was begun: our own delay, never the server's. */
  readonly queueMs: number;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** From the moment the connection was ready for the request until the first byte of an answer. */
  readonly firstByteMs: number | null;
  /** The rest of the head and the body. */
  readonly bodyMs: number | null;
};

export type PhaseClock = {
  phase(): Phase;
  enter(phase: Phase): void;
  /** Milliseconds since the clock was started. */
  elapsedMs(): number;
  read(): RequestPhases;
};

/** Counts from now, in `queued`. Going back to an earlier phase is not counted twice: the first moment stands. */
export function startPhaseClock(): PhaseClock {
  const started = performance.now();
  const begun = new Map<Phase, number>([['queued', started]]);
  let current: Phase = 'queued';
  const lasted = (phase: Phase, ...next: readonly Phase[]): number | null => {
    const from = begun.get(phase);
    if (from === undefined) return null;
    const until = next.map((later) => begun.get(later)).find((moment) => moment !== undefined);
    return rounded((until ?? performance.now()) - from);
  };
  return {
    phase: () => current,
    enter(phase) {
      current = phase;
      if (!begun.has(phase)) begun.set(phase, performance.now());
    },
    elapsedMs: () => performance.now() - started,
    read: () => ({
      queueMs: lasted('queued', 'connecting') ?? 0,
      connectMs: lasted('connecting', 'securing', 'waiting'),
      tlsMs: lasted('securing', 'waiting'),
      firstByteMs: lasted('waiting', 'reading-head'),
      bodyMs: lasted('reading-head'),
    }),
  };
}

/** Hundredths: loopback is that fast, and no clock of ours is better. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
