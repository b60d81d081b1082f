import { setTimeout as pause } from 'node:timers/promises';
import { type Message, note, text } from '../../../core/message.ts';
import type { Caller } from '../../../core/people.ts';
import type { PlatformWorld } from '../../../core/platform.ts';
import type { CommandServices } from '../../../core/services.ts';
import type { ParsedCommand } from '../../asking/parse.ts';
import { questionOf, type Run, type Superseding } from '../../asking/superseding.ts';
import type { Memory } from '../../memory.ts';
import { keepDetails } from '../../showing/keep-details.ts';
import { shellCommand } from '../../showing/shell-command.ts';
import type { Wait } from '../api/insisting.ts';
import type { Payload } from '../api/payload.ts';
import type { WebClient } from '../api/web.ts';
import type { FilesOf } from '../files/files-in.ts';
import { buttonValues, type Origin } from '../rendering/buttons.ts';
import { renderAll, renderMessage } from '../rendering/render.ts';
import type { Replies } from './kept-replies.ts';

export type AnswerWorld = Pick<PlatformWorld, 'commands' | 'actions' | 'log' | 'now'> & {
  readonly services: CommandServices;
  readonly client: WebClient;
  readonly botUserId: string;
  /** Of what an event says of files, files that can be read. */
  readonly filesOf: FilesOf;
  /** Files that lie under a message already, see `fileKey`. */
  readonly sharedFiles: Memory;
  readonly replies: Replies;
  readonly runs: Superseding;
};

/** Something to answer, and what it takes to say it. */
export type Asked = Pick<AnswerWorld, 'client' | 'log' | 'sharedFiles' | 'replies' | 'now'> & {
  /** Ends when everything has to come to an end. */
  readonly signal: AbortSignal;
  /** Ends as well when somebody asks the same again. */
  readonly run: Run;
  /** What to type into a shell for the same answer; null when it answers no command. */
  readonly shell: string | null;
  /** The Slack id of who asked a command; null when nobody did. */
  readonly caller: string | null;
  readonly wait: Wait;
  /** The id under which *Details* finds them; null where they could not be kept. */
  keep(details: Message): Promise<string | null>;
  /** One message; what does not fit is left out. */
  draw(message: Message): Promise<Payload>;
  /** The message, and what did not fit into it in others. A reply under an answer does not say again who asked. */
  drawAll(message: Message, as: 'shared' | 'alone' | 'reply'): Promise<readonly [Payload, ...Payload[]]>;
};

/** For messages that answer no command, such as a mistake in one. */
export function drawnPlainly(world: AnswerWorld, signal: AbortSignal): Asked {
  const { client, log, now, sharedFiles, replies, runs } = world;
  return {
    ...{ client, log, now, sharedFiles, replies, signal },
    ...{ shell: null, caller: null, wait: waitUntil(signal) },
    run: runs.begin({ question: null, message: null }, signal),
    keep: async () => null,
    draw: async (message) => renderMessage(message, new Map(), now()),
    drawAll: async (message, as) => renderAll(message, new Map(), now(), as !== 'alone'),
  };
}

/** `isShared`: others see it too, so it says who asked. */
export function drawnFor(
  parsed: ParsedCommand,
  caller: Caller,
  isShared: boolean,
  world: AnswerWorld,
  signal: AbortSignal,
): Asked {
  const { command, action, values } = parsed;
  const { client, log, actions, now, sharedFiles, replies, runs, services } = world;
  const origin: Origin = { command: command.name, action: action.name };
  const asker = note(text('asked by '), { kind: 'person', who: caller.who });
  const whole = (message: Message) =>
    isShared ? { ...message, blocks: [...message.blocks, asker] } : message;
  const valuesOf = ({ buttons = [] }: Message) => buttonValues(buttons, origin, actions);
  return {
    ...{ client, log, now, sharedFiles, replies, signal },
    wait: waitUntil(signal),
    run: runs.begin({ question: questionOf(parsed, caller), message: null }, signal),
    shell: shellCommand({ command: command.name, subcommand: action.name, values }, world.commands),
    caller: caller.who.id,
    keep: (details) => keepDetails(services.details, details, log),
    draw: async (message) => renderMessage(whole(message), await valuesOf(message), now()),
    drawAll: async (message, as) =>
      renderAll(as === 'reply' ? message : whole(message), await valuesOf(message), now(), as !== 'alone'),
  };
}

function waitUntil(signal: AbortSignal): Wait {
  return (ms) => pause(ms, undefined, { signal }).catch(() => undefined);
}
