import { recheckEveryMs, recheckIfDue } from '../../monitor/looking/recheck.ts';
import { sweepSlot } from '../../monitor/timing/schedule.ts';
import type { Duty } from '../duty.ts';

export const recheckDuty: Duty = {
  name: 'recheck',
  role: 'worker',
  longestSleepMs: 30_000,
  async work({ store, diagnoseMany: diagnose, pace, now, log, config, random, onQueued, services }, signal) {
    const { concurrency } = config.sweep;
    const counts = await recheckIfDue({
      store,
      diagnose,
      pace,
      now,
      log,
      random,
      concurrency,
      serverZone: config.zone,
      askOthers: services.askOthers,
      signal,
    });
    if (counts !== null && counts.pinged > 0) onQueued();
    return new Date(sweepSlot(recheckEveryMs, now()).getTime() + recheckEveryMs);
  },
};
