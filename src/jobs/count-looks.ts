import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { WorkerPulse } from '../core/operations.ts';
import type { Diagnose } from '../core/services.ts';

export type CountedLooks = {
  /** The same, counted. */
  counting(diagnose: Diagnose): Diagnose;
  /** What was counted since the worker began; the stall since this was called last. */
  pulse(): WorkerPulse;
};

/** Every diagnosis of the worker by its verdict, and how well its event loop turned meanwhile. */
export function countLooks(): CountedLooks {
  const looks = { healthy: 0, degraded: 0, broken: 0, unknown: 0 };
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return {
    counting(diagnose) {
      return async (target, options) => {
        const diagnosis = await diagnose(target, options);
        looks[diagnosis.verdict]++;
        return diagnosis;
      };
    },
    pulse() {
      const longestStallMs = Math.round(delay.max / 1e6);
      delay.reset();
      return { looks: { ...looks }, longestStallMs };
    },
  };
}
