import type { Command, Option } from '../../src/core/command.ts';
import type { Message } from '../../src/core/message.ts';
import { commandOf, said } from '../chat/discord/fake-world.ts';

const options: readonly Option[] = [
  { name: 'id', kind: 'text', summary: 'which alarm', required: true, positional: true },
  { name: 'until', kind: 'duration', summary: 'for how long', required: true, positional: true },
  { name: 'reason', kind: 'text', summary: 'why, for the others', positional: true },
  { name: 'how', kind: 'choice', summary: 'how sure', choices: ['surely', 'maybe'], positional: true },
];

/** Says what it was given; `visibility` decides who reads that. */
export function askingCommand(visibility: Command['visibility']): Command {
  return commandOf(
    'ack',
    async function* (values, caller) {
      const { id, until, reason = 'none', how = 'none' } = values;
      yield said(`${caller.who.name} took ${id} until ${until}, reason ${reason}, how ${how}`);
    },
    { visibility, options },
  );
}

/** An alarm with a button behind which a form stands. */
export function askingMessage(id = 'i1', label = 'On it until ...'): Message {
  return said('overdue', {
    buttons: [{ label, command: 'ack', values: { id, how: 'maybe' }, asks: ['until', 'reason', 'how'] }],
  });
}
