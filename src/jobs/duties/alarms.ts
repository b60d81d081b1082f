import { tickAlarms } from '../../monitor/alarms/tick.ts';
import type { Duty } from '../duty.ts';

export const alarmsDuty: Duty = {
  name: 'alarms',
  role: 'scheduler',
  longestSleepMs: 30_000,
  async work({ store, diagnose, now, log, config, random, onQueued }, signal) {
    const { raised, next } = await tickAlarms({
      store,
      diagnose,
      now,
      log,
      random,
      serverZone: config.zone,
      signal,
    });
    if (raised > 0) onQueued();
    return next;
  },
};
