import type { Command } from '../../src/core/command.ts';
import type { Message } from '../../src/core/message.ts';
import type { Option, Values } from '../../src/core/option.ts';
import type { Caller } from '../../src/core/people.ts';
import type { CommandServices } from '../../src/core/services.ts';

export type Asked = {
  readonly values: Values;
  readonly caller: Caller;
  readonly services: CommandServices;
  readonly signal: AbortSignal;
};

const target: Option = {
  name: 'target',
  kind: 'target',
  summary: 'a host',
  required: true,
  positional: true,
  example: 'api.example.org',
};
const address: Option = { name: 'address', kind: 'address', summary: 'at this address only' };

/** `/check <target>` whose answer the test writes. */
export function checkCommand(answer: (asked: Asked) => AsyncIterable<Message>): Command {
  return {
    name: 'check',
    summary: 'Explain why clients cannot reach or trust a target',
    visibility: 'channel',
    examples: ['/check api.example.org'],
    actions: [
      {
        name: '',
        summary: 'Look at every layer',
        needs: 'anyone',
        options: [target, address],
        run: (values, caller, services, signal) => answer({ values, caller, services, signal }),
      },
    ],
  };
}

export async function* each(...messages: readonly Message[]): AsyncGenerator<Message> {
  yield* messages;
}

/** A command that shows `first` and then waits until it is stopped. */
export function hangingCommand(first: Message): { command: Command; stopped: Promise<void> } {
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const command = checkCommand(async function* ({ signal }) {
    yield first;
    await new Promise<void>((end) => {
      signal.addEventListener('abort', () => end(), { once: true });
    });
    resolve();
  });
  return { command, stopped };
}
