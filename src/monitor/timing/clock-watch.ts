import type { Log } from '../../core/log.ts';
import { lengthText } from '../../core/text/duration.ts';

/** The wall clock went another way than the time that passed: somebody set it, or this machine slept. */
export type ClockJump = {
  /** What it said before and after. */
  readonly from: Date;
  readonly to: Date;
  /** Negative: it was set back. */
  readonly byMs: number;
};

export type ClockWatch = {
  /** Compares the two clocks now. */
  look(): void;
  last(): ClockJump | null;
  /** By how much the wall clock ran ahead of the time that passed since it said `at`. */
  aheadSince(at: Date): number;
};

export type ClockWatchOptions = {
  readonly now: () => Date;
  /** A clock that nobody sets, in milliseconds. */
  readonly stopwatch: () => number;
  readonly log: Log;
  readonly onJump?: (jump: ClockJump) => void;
};

/** Time servers that correct a clock by less do so all the time. */
const mostDriftMs = 5000;
const mostKept = 100;

export function createClockWatch({ now, stopwatch, log, onJump }: ClockWatchOptions): ClockWatch {
  const jumps: ClockJump[] = [];
  let wall = now().getTime();
  let passed = stopwatch();
  return {
    look() {
      const to = now().getTime();
      const at = stopwatch();
      const due = wall + (at - passed);
      wall = to;
      passed = at;
      const byMs = Math.round(to - due);
      if (Math.abs(byMs) <= mostDriftMs) return;
      const jump = { from: new Date(due), to: new Date(to), byMs };
      jumps.push(jump);
      if (jumps.length > mostKept) jumps.shift();
      log.warn(jump, `the clock jumped ${lengthText(Math.abs(byMs))} ${byMs > 0 ? 'ahead' : 'back'}`);
      onJump?.(jump);
    },
    last: () => jumps.at(-1) ?? null,
    aheadSince(at) {
      const later = jumps.filter(({ from }) => at <= from);
      // What was set back in the end did not run ahead.
      return Math.max(
        0,
        later.reduce((sum, { byMs }) => sum + byMs, 0),
      );
    },
  };
}
