import type { Command } from '../src/core/command.ts';
import { text } from '../src/core/message.ts';
import { vantageMessage } from '../src/views/vantage.ts';

export const vantage: Command = {
  name: 'vantage',
  summary: "Show whether this bot's own connection, resolver, clock and TLS are sound",
  visibility: 'channel',
  examples: ['/vantage'],
  actions: [
    {
      name: '',
      summary: 'Links, routes, resolvers, clock, reference hosts, interception and trust stores',
      needs: 'anyone',
      options: [],
      async *run(_values, _caller, { inspectVantage, lastCanary, pages }, signal) {
        yield {
          tone: 'neutral',
          title: [text("Looking at this machine's own connection ...")],
          blocks: [],
          summary: "Looking at this machine's own connection ...",
        };
        yield vantageMessage(await inspectVantage(signal), pages, await lastCanary());
      },
    },
  ],
};
