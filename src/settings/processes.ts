import { type Role, readRoles } from '../core/roles.ts';
import { type SettingPage, setting, withDefault } from './kinds.ts';

const page: SettingPage = {
  group: 'Operations',
  about:
    'What this process does, comma separated: bot (answers people, delivers messages), worker (looks at endpoints), scheduler (plans sweeps, digests and alarms). Left out: everything. Fewer than all need DATABASE_URL, and somebody else for the rest.',
  example: 'worker',
};

/** How the work is shared among processes. */
export const processSettings = {
  ROLES: setting(
    page,
    withDefault('').transform((typed, context): readonly Role[] => {
      const named = readRoles(typed.split(','));
      if (named !== null) return named;
      context.addIssue({ code: 'custom', message: 'one or more of bot, worker, scheduler, comma separated' });
      return [];
    }),
  ),
};
