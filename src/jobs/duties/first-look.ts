import { lookAtAll } from '../../monitor/looking/sweep.ts';
import type { Duty } from '../duty.ts';

/** Looked at between two questions whether there are more. */
const batchSize = 100;

/** What was brought by a list, or by a file, is looked at now and not with the next sweep. */
export const firstLookDuty: Duty = {
  name: 'first-look',
  role: 'scheduler',
  longestSleepMs: 15_000,
  async work({ store, diagnoseMany: diagnose, pace, now, log, config, services, onQueued }, signal) {
    if (config.databaseUrl !== null) {
      const { planFirstLooks } = await import('../../monitor/looking/fan-out/first-looks.ts');
      return planFirstLooks({ store, queue: await services.queue() });
    }
    const { concurrency } = config.sweep;
    for (;;) {
      const endpoints = await store.endpoints.unseen(batchSize);
      if (endpoints.length === 0 || signal.aborted) return null;
      const counts = await lookAtAll(endpoints, {
        store,
        diagnose,
        pace,
        now,
        log,
        concurrency,
        serverZone: config.zone,
        askOthers: services.askOthers,
        signal,
      });
      if (counts.pinged > 0) onQueued();
    }
  },
};
