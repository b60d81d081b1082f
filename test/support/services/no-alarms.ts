import type { Alarms, AuditLog, Rules } from '../../../src/core/services.ts';

const absent = async (): Promise<never> => {
  throw new Error('this test has no alarms');
};

/** For tests that are about something else. */
export const noAlarms: Alarms = { find: absent, open: absent, act: absent, history: absent };
export const noAudit: AuditLog = { note: async () => {}, list: async () => [], find: async () => [] };
export const noRules: Rules = { list: async () => [], change: absent };
