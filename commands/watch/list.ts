import type { Action } from '../../src/core/command.ts';
import { gatherPage } from '../../src/core/watch/watch-page.ts';
import { watchListMessage } from '../../src/views/watch.ts';
import { rowsFor } from './rows-for.ts';

export const list: Action = {
  name: 'list',
  summary: 'Show what is watched, soonest end first',
  needs: 'anyone',
  options: [],
  async *run(_values, caller, { watchList, rules, now }) {
    const page = await gatherPage(watchList.batches(), { most: rowsFor(caller) });
    yield watchListMessage(page, await rules.list(), now());
  },
};
