import type { Command } from '../src/core/command.ts';
import { helpMessage } from '../src/views/help.ts';

export const help: Command = {
  name: 'help',
  summary: 'Show what Notafter can do',
  visibility: 'caller',
  examples: ['/help'],
  actions: [
    {
      name: '',
      summary: 'Every command with an example',
      options: [],
      async *run(_values, _caller, { commandNames }) {
        yield helpMessage(commandNames());
      },
    },
  ],
};
