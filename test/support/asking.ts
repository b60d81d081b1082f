import type { Command } from '../../src/core/command.ts';
import type { Message } from '../../src/core/message.ts';
import type { Option } from '../../src/core/option.ts';
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

/** Gives something to other people, who are named by whatever the platform made of them. */
export const reassignCommand: Command = commandOf(
  'owner',
  async function* ({ id, to = '' }, caller, services) {
    const owners = await services.directory.resolveMentions(to, caller);
    yield said(`${id} is for ${owners.map(({ kind, id: who }) => `${kind} ${who}`).join(' and ')}`);
  },
  {
    visibility: 'caller',
    options: [
      { name: 'id', kind: 'text', summary: 'which alarm', required: true },
      { name: 'to', kind: 'owners', summary: 'who takes it', required: true },
    ],
  },
);

export function reassignMessage(): Message {
  return said('overdue', {
    buttons: [{ label: 'Not mine ...', command: 'owner', values: { id: 'i1' }, asks: ['to'] }],
  });
}

/** An alarm with a button behind which a form stands. */
export function askingMessage(id = 'i1', label = 'On it until ...'): Message {
  return said('overdue', {
    buttons: [{ label, command: 'ack', values: { id, how: 'maybe' }, asks: ['until', 'reason', 'how'] }],
  });
}
