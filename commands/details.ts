import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';

/** What the button *Details* of an answer asks for. */
export const details: Command = {
  name: 'details',
  summary: 'Show the closer look behind an answer',
  visibility: 'caller',
  examples: ['/details yJ3kq0v1bXo2Tn5c'],
  actions: [
    {
      name: '',
      summary: 'Evidence, other findings, certificates and the command that shows it',
      needs: 'anyone',
      options: [
        {
          name: 'answer',
          kind: 'text',
          summary: 'the id that the button of the answer carries',
          required: true,
          positional: true,
          example: 'yJ3kq0v1bXo2Tn5c',
        },
      ],
      async *run({ answer = '' }, _caller, services) {
        const found = await services.details.find(answer.trim());
        if (found === null) {
          throw new UserError('The details of that answer are not kept any longer. Ask again to have them.');
        }
        yield found;
      },
    },
  ],
};
