import { type Message, note, text } from '../../core/message.ts';
import type { Caller } from '../../core/people.ts';
import type { PlatformWorld } from '../../core/platform.ts';
import type { CommandServices } from '../../core/services.ts';
import type { Memory } from '../memory.ts';
import type { ParsedCommand } from '../parse.ts';
import { shellCommand } from '../shell-command.ts';
import { buttonValues, type Origin } from './buttons.ts';
import type { FilesOf } from './files-in.ts';
import { type Payload, renderMessage } from './render.ts';
import type { WebClient } from './web.ts';

export type AnswerWorld = Pick<PlatformWorld, 'commands' | 'actions' | 'log' | 'now'> & {
  readonly services: CommandServices;
  readonly client: WebClient;
  readonly botUserId: string;
  /** Of what an event says of files, files that can be read. */
  readonly filesOf: FilesOf;
  /** Files that lie under a message already, see `fileKey`. */
  readonly sharedFiles: Memory;
};

/** Something to answer, and what it takes to say it. */
export type Asked = Pick<AnswerWorld, 'client' | 'log' | 'sharedFiles'> & {
  readonly signal: AbortSignal;
  /** What to type into a shell for the same answer; null when it answers no command. */
  readonly shell: string | null;
  /** The Slack id of who asked a command; null when nobody did. */
  readonly caller: string | null;
  draw(message: Message): Promise<Payload>;
};

/** For messages that answer no command, such as a mistake in one. */
export function drawnPlainly({ client, log, now, sharedFiles }: AnswerWorld, signal: AbortSignal): Asked {
  const draw = async (message: Message) => renderMessage(message, new Map(), now());
  return { client, log, signal, sharedFiles, shell: null, caller: null, draw };
}

/** `isShared`: others see it too, so it says who asked. */
export function drawnFor(
  { command, action, values }: ParsedCommand,
  caller: Caller,
  isShared: boolean,
  world: AnswerWorld,
  signal: AbortSignal,
): Asked {
  const { client, log, actions, now, sharedFiles } = world;
  const origin: Origin = { command: command.name, action: action.name };
  const asker = note(text('asked by '), { kind: 'person', who: caller.who });
  return {
    client,
    log,
    sharedFiles,
    signal,
    shell: shellCommand({ command: command.name, subcommand: action.name, values }, world.commands),
    caller: caller.who.id,
    async draw(message) {
      const whole = isShared ? { ...message, blocks: [...message.blocks, asker] } : message;
      return renderMessage(whole, await buttonValues(message.buttons ?? [], origin, actions), now());
    },
  };
}
