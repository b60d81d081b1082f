import { followDue } from '../../monitor/follow/follow-due.ts';
import { snapshotOf } from '../../services/commands/follow-services.ts';
import type { Duty } from '../duty.ts';

export const followDuty: Duty = {
  name: 'follow',
  role: 'worker',
  longestSleepMs: 15_000,
  work: ({ services, store, diagnose, now, log, config, onQueued }, signal) =>
    followDue({
      ...{ store, diagnose, snapshotOf, now, log, signal, onQueued },
      lookMs: config.checkTimeoutMs,
      paced: services.limits.boundFollow(diagnose),
    }),
};
