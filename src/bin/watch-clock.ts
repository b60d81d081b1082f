import { performance } from 'node:perf_hooks';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { MarkStore } from '../core/store/alarms.ts';
import { clockJumpMark } from '../core/watch/clock-jump.ts';
import { type ClockWatch, createClockWatch } from '../monitor/timing/clock-watch.ts';

const everyMs = 5000;

/** Looks again and again for as long as the process lives; a jump is logged, and kept for `notafter doctor`. */
export function watchClock({
  now,
  log,
  marks,
}: {
  readonly now: () => Date;
  readonly log: Log;
  readonly marks: MarkStore;
}): ClockWatch {
  const watch = createClockWatch({
    ...{ now, log },
    stopwatch: () => performance.now(),
    onJump({ to, byMs }) {
      marks
        .set(clockJumpMark, JSON.stringify({ at: to.toISOString(), byMs }))
        .catch((fault: unknown) => log.warn({ reason: reasonOf(fault) }, 'a jump of the clock was not kept'));
    },
  });
  setInterval(watch.look, everyMs).unref();
  return watch;
}
