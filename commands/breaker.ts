import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { breakerStateMessage, overruledMessage } from '../src/views/breaker.ts';

export const breaker: Command = {
  name: 'breaker',
  summary: 'Whether troubles are held back because too much became worse at once',
  visibility: 'channel',
  examples: ['/breaker', '/breaker tell'],
  actions: [
    {
      name: 'show',
      summary: 'Say whether troubles are held back, and since when',
      needs: 'anyone',
      options: [],
      async *run(_values, _caller, { breaker: fleet }) {
        yield breakerStateMessage(await fleet.state());
      },
    },
    {
      name: 'tell',
      summary: 'It is real: tell the owners of everything that is held back',
      needs: 'admin',
      options: [
        {
          name: 'trip',
          kind: 'text',
          summary: 'which time is meant, as the button of its message says; the present one when left out',
          example: '1790000000000',
        },
      ],
      async *run({ trip }, caller, { breaker: fleet }) {
        yield overruledMessage(await fleet.overrule(caller.who, trip === undefined ? null : momentOf(trip)));
      },
    },
  ],
};

function momentOf(trip: string): Date {
  const since = new Date(Number(trip));
  if (Number.isNaN(since.getTime()) || trip.trim() === '') {
    throw new UserError(
      `"${trip.slice(0, 40)}" names no time. Leave it out for the present one: /breaker tell`,
    );
  }
  return since;
}
