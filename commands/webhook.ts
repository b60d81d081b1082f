import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { typedWord } from '../src/core/text/typed-word.ts';
import { pingMessage, webhooksMessage } from '../src/views/webhooks.ts';

export const webhook: Command = {
  name: 'webhook',
  summary: 'Which programs are told of alarms, renewals and digests',
  visibility: 'caller',
  examples: ['/webhook', '/webhook test', '/webhook test payments'],
  actions: [
    {
      name: 'list',
      summary: 'Show the webhooks there are, and what each is told of',
      needs: 'member',
      options: [],
      async *run(_values, _caller, { webhooks }) {
        yield webhooksMessage(webhooks.known);
      },
    },
    {
      name: 'test',
      summary: 'Send a ping, signed as every event is, and say what became of it',
      needs: 'admin',
      options: [
        {
          name: 'name',
          kind: 'text',
          summary: 'which webhook; default when left out',
          positional: true,
          example: 'payments',
        },
      ],
      async *run({ name = 'default' }, _caller, { webhooks }, signal) {
        const asked = name.trim().toLowerCase();
        const outcome = await webhooks.ping(asked, signal);
        if (outcome === null) {
          const names = webhooks.known.map((one) => one.name).slice(0, 20);
          const there = names.length === 0 ? 'none: set WEBHOOK_URL' : names.join(', ');
          throw new UserError(`No webhook is called "${typedWord(asked, 40)}". There is ${there}.`);
        }
        yield pingMessage(asked, outcome);
      },
    },
  ],
};
