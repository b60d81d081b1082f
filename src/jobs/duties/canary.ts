import { performance } from 'node:perf_hooks';
import { sendCanaryIfDue } from '../../monitor/canary.ts';
import type { Duty } from '../duty.ts';

/** The bot tries itself on servers of its own, every day. */
export const canaryDuty: Duty = {
  name: 'canary',
  role: 'scheduler',
  longestSleepMs: 10 * 60_000,
  async work({ store, now, log, config, onQueued }, signal) {
    if (!config.canary) return null;
    return sendCanaryIfDue({
      store,
      now,
      signal,
      log,
      onQueued,
      async run() {
        const { runCanary } = await import('../../canary/run-canary.ts');
        return runCanary({ now, stopwatch: () => performance.now(), signal, log });
      },
    });
  },
};
