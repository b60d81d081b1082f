import { keepHistory } from '../../monitor/keep-history.ts';
import type { Duty } from '../duty.ts';

export const historyDuty: Duty = {
  name: 'history',
  role: 'scheduler',
  longestSleepMs: 10 * 60_000,
  work: ({ store, now, config }, signal) =>
    keepHistory({ store, now, signal, ...config.history, auditDays: config.auditDays }),
};
