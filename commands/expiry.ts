import type { Command } from '../src/core/command.ts';
import { parseDuration } from '../src/core/text/duration.ts';
import { expiryMessage } from '../src/views/watch.ts';

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
      async *run(values, _caller, { watchList, now }) {
        const typed = values.within ?? '';
        const rows = await watchList.list();
        if (typed === '') {
          yield expiryMessage(rows, null);
          return;
        }
        const until = now().getTime() + parseDuration(typed);
        // One that could not be seen may end within any window: it stays in the list with its reason.
        const within = rows.filter((row) => {
          const certificate = row.sighting?.certificate ?? null;
          return certificate === null || certificate.notAfter.getTime() <= until;
        });
        yield expiryMessage(within, typed);
      },
    },
  ],
};
