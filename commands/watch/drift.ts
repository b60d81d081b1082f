import type { Action } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { driftMessage, settledMessage } from '../../src/views/watch/drift.ts';

export const drift: Action = {
  name: 'drift',
  summary: 'Where what is watched differs from the file in WATCH_FILE',
  needs: ({ apply }) => (apply === 'yes' ? 'admin' : 'anyone'),
  options: [
    {
      name: 'apply',
      kind: 'choice',
      choices: ['yes', 'no'],
      summary: 'yes: make it as the file says, and confirm what the file takes away',
      example: 'yes',
    },
  ],
  async *run({ apply = '' }, caller, { lists, directory }) {
    const found = await lists.drift();
    if (found === null) {
      throw new UserError(
        'There is no WATCH_FILE: what is watched is what people added. Set it to a YAML file to have it declared.',
      );
    }
    if (apply !== 'yes') {
      yield driftMessage(found);
      return;
    }
    yield settledMessage(await lists.settleDrift(caller, directory), found.isHeld);
  },
};
