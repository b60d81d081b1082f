import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { typedWord } from '../src/core/text/typed-word.ts';
import { commandHelpMessage } from '../src/views/command-help.ts';
import { helpMessage } from '../src/views/help.ts';

export const help: Command = {
  name: 'help',
  summary: 'Show what Notafter can do, or what one command takes',
  visibility: 'caller',
  examples: ['/help', '/help watch', '/help watch import'],
  actions: [
    {
      name: '',
      summary: 'Every command with an example; of one command all that it takes',
      needs: 'anyone',
      options: [
        {
          name: 'command',
          kind: 'text',
          summary: 'a command, and one of its actions if you like',
          positional: true,
          rest: true,
          example: 'watch import',
        },
      ],
      async *run(values, _caller, { commandPages }) {
        const [name, action] = (values.command ?? '').trim().toLowerCase().replace(/^\//, '').split(/\s+/);
        const pages = commandPages();
        if (name === undefined || name === '') {
          yield helpMessage(pages);
          return;
        }
        const page = pages.find((one) => one.name === name);
        if (page === undefined) {
          throw new UserError(`There is no command "${typedWord(name, 60)}". /help lists all there are.`);
        }
        yield commandHelpMessage(page, page.actions.find((one) => one.name === (action ?? ' ')) ?? null);
      },
    },
  ],
};
