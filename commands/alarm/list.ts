import type { Action } from '../../src/core/command.ts';
import { alarmListMessage } from '../../src/views/alarm/list.ts';
import { placeOf } from './named.ts';

export const list: Action = {
  name: 'list',
  summary: 'Show the open alarms of this place; on the console and in a shell all',
  needs: 'anyone',
  options: [],
  async *run(_values, caller, { alarms, now }) {
    yield alarmListMessage(await alarms.open(placeOf(caller)), now());
  },
};
