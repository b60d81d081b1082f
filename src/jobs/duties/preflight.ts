import { raiseFor } from '../../monitor/alarms/raise.ts';
import { preflightDue } from '../../monitor/preflight/run.ts';
import type { Duty } from '../duty.ts';

const tried = new Map<string, Date>();

export const preflightDuty: Duty = {
  name: 'preflight',
  role: 'scheduler',
  longestSleepMs: 60_000,
  work: ({ store, diagnose, services, config, now, log, onQueued }, signal) =>
    preflightDue({
      store,
      diagnose,
      searchLogs: services.searchLogs,
      now,
      log,
      signal,
      tried,
      async onNews(fingerprint256) {
        await raiseFor({ kind: 'certificate', fingerprint256 }, { store, now, serverZone: config.zone });
        // An edit of what is told already makes no noise, and is to be seen at once all the same.
        onQueued();
      },
    }),
};
