import { type Message, note, text } from '../../core/message.ts';
import type { Caller } from '../../core/people.ts';
import type { PlatformWorld } from '../../core/platform.ts';
import type { CommandServices } from '../../core/services.ts';
import type { ParsedCommand } from '../parse.ts';
import { buttonValues, type Origin } from './buttons.ts';
import { type Payload, renderMessage } from './render.ts';
import type { WebClient } from './web.ts';

export type AnswerWorld = Pick<PlatformWorld, 'commands' | 'actions' | 'log' | 'now'> & {
  readonly services: CommandServices;
  readonly client: WebClient;
  readonly botUserId: string;
};

/** Something to answer, and what it takes to say it. */
export type Asked = Pick<AnswerWorld, 'client' | 'log'> & {
  readonly signal: AbortSignal;
  draw(message: Message): Promise<Payload>;
};

/** For messages that answer no command, such as a mistake in one. */
export function drawnPlainly({ client, log, now }: AnswerWorld, signal: AbortSignal): Asked {
  return { client, log, signal, draw: async (message) => renderMessage(message, new Map(), now()) };
}

/** `isShared`: others see it too, so it says who asked. */
export function drawnFor(
  { command, action }: ParsedCommand,
  caller: Caller,
  isShared: boolean,
  world: AnswerWorld,
  signal: AbortSignal,
): Asked {
  const { client, log, actions, now } = world;
  const origin: Origin = { command: command.name, action: action.name };
  const asker = note(text('asked by '), { kind: 'person', who: caller.who });
  return {
    client,
    log,
    signal,
    async draw(message) {
      const whole = isShared ? { ...message, blocks: [...message.blocks, asker] } : message;
      return renderMessage(whole, await buttonValues(message.buttons ?? [], origin, actions), now());
    },
  };
}
