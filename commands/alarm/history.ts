import type { Action } from '../../src/core/command.ts';
import { alarmHistoryMessage } from '../../src/views/alarm/list.ts';
import { idOption, named } from './named.ts';

const mostEntries = 50;

export const history: Action = {
  name: 'history',
  summary: 'Say who did what about an alarm, and when',
  needs: 'anyone',
  options: [idOption],
  async *run(values, caller, services) {
    const incident = await named(values, caller, services);
    yield alarmHistoryMessage(incident, await services.alarms.history(incident.id, mostEntries));
  },
};
