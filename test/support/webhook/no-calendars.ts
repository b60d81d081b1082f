import type { CommandServices } from '../../../src/core/services.ts';

/** For worlds in which nobody subscribes to anything. */
export const noCalendars: CommandServices['calendars'] = {
  make: async () => 'http://127.0.0.1/calendar/none.ics',
  made: async () => null,
  revoke: async () => false,
};
