import type { Action } from '../../src/core/command.ts';
import { alarmMessage } from '../../src/views/alarm/list.ts';
import { idOption, named } from './named.ts';

const mostEntries = 8;

export const show: Action = {
  name: 'show',
  summary: 'Show one alarm as it is now, with what was done about it',
  needs: 'anyone',
  options: [idOption],
  async *run(values, caller, services) {
    const incident = await named(values, caller, services);
    const entries = await services.alarms.history(incident.id, mostEntries);
    yield alarmMessage(incident, entries, services.now());
  },
};
