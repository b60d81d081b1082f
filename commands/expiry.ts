import type { Command } from '../src/core/command.ts';
import { parseDuration } from '../src/core/text/duration.ts';
import { gatherPage } from '../src/core/watch/watch-page.ts';
import { expiryMessage } from '../src/views/watch.ts';
import { rowsFor } from './watch/rows-for.ts';

export const expiry: Command = {
  name: 'expiry',
  summary: 'List watched certificates, soonest end first',
  visibility: 'channel',
  examples: ['/expiry', '/expiry 30d'],
  actions: [
    {
      name: '',
      summary: 'All of them, or those that end within a time',
      needs: 'anyone',
      options: [
        {
          name: 'within',
          kind: 'duration',
          summary: 'a length of time such as 30d or 12h',
          positional: true,
          example: '30d',
        },
      ],
      async *run(values, caller, { watchList, now }) {
        const typed = values.within ?? '';
        const until = typed === '' ? null : now().getTime() + parseDuration(typed);
        const page = await gatherPage(watchList.batches(), {
          most: rowsFor(caller),
          // One that could not be seen may end within any window: it stays in the list with its reason.
          isWanted({ sighting }) {
            const certificate = sighting?.certificate ?? null;
            return until === null || certificate === null || certificate.notAfter.getTime() <= until;
          },
        });
        yield expiryMessage(page, typed === '' ? null : typed);
      },
    },
  ],
};
