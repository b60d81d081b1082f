import { preflightDue } from '../../monitor/preflight/run.ts';
import type { Duty } from '../duty.ts';

const tried = new Map<string, Date>();

export const preflightDuty: Duty = {
  name: 'preflight',
  longestSleepMs: 60_000,
  work: ({ store, diagnose, services, now, log }, signal) =>
    preflightDue({
      store,
      diagnose,
      searchLogs: services.searchLogs,
      now,
      log,
      signal,
      tried,
      onNews: async () => undefined,
    }),
};
