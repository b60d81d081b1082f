import type { Action } from '../../src/core/command.ts';
import { watchListMessage } from '../../src/views/watch.ts';

export const list: Action = {
  name: 'list',
  summary: 'Show what is watched, soonest end first',
  needs: 'anyone',
  options: [],
  async *run(_values, _caller, { watchList, rules, now }) {
    yield watchListMessage(await watchList.list(), await rules.list(), now());
  },
};
