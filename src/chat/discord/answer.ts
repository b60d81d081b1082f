import { setTimeout as wait } from 'node:timers/promises';
import type { ButtonInteraction, ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { offeredFiles } from '../../core/files/offered-file.ts';
import { type Message, text } from '../../core/message.ts';
import type { PlatformWorld } from '../../core/platform.ts';
import type { CommandServices } from '../../core/services.ts';
import { withDetailsInside } from '../../views/details.ts';
import { dispatch, type Request } from '../dispatch.ts';
import { withFileHint } from '../file-hint.ts';
import { outgoingFiles } from '../outgoing-files.ts';
import { pace } from '../pace.ts';
import { withPictureWords } from '../picture-words.ts';
import { shellCommand } from '../shell-command.ts';
import { customIds } from './buttons.ts';
import { answerLimits } from './limits.ts';
import type { Payload } from './payload.ts';
import { post } from './post.ts';
import { isExpired, outcomeOf, readRefusal } from './refusal.ts';
import { renderMessage } from './render.ts';
import { editOptions, replyOptions } from './reply-options.ts';

export type AnswerWorld = Pick<PlatformWorld, 'commands' | 'actions' | 'log'> & {
  readonly services: CommandServices;
  /** Stands in for https://discord.com/api. */
  readonly apiUrl: string | undefined;
};

/** Who sees it; `told by the answer`: deferred for the caller alone, and shown to everybody if it may be. */
export type Audience = 'channel' | 'caller' | 'told by the answer';

/** An interaction that was deferred already. */
export type Deferred = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

/** How often the last words of an answer are tried. */
const tries = 3;

const stopped = plainMessage('Notafter was stopped before this was finished. Ask again in a moment.');
const nothingSaid = plainMessage('The command gave no answer. The log may say why.');

/**
 * Runs what was asked and edits the deferred message as the answer grows. Never rejects: what Discord refuses is
 * logged, for there is nobody left to tell.
 */
export async function answer(
  interaction: Deferred,
  request: Request,
  audience: Audience,
  world: AnswerWorld,
): Promise<void> {
  const { services, log } = world;
  const isPrivate = audience !== 'channel';
  let last: Message | null = null;
  let seen: Shown = { kind: 'failed', message: null };
  try {
    for await (const whole of pace(dispatch(request, services, log), answerLimits.editGapMs)) {
      if (request.signal.aborted) break;
      const message = withDetailsInside(whole);
      last = message;
      if (seen.kind !== 'expired') seen = await show(interaction, message, request, world);
    }
    last = request.signal.aborted ? stopped : (last ?? nothingSaid);
    for (let again = 0; mayShow(seen, last) && again < tries; again += 1) {
      if (again > 0) await wait(answerLimits.editGapMs);
      seen = await show(interaction, last, request, world);
    }
    if (seen.kind === 'expired') await sayAnew(interaction, last, request, isPrivate, world);
    if (seen.kind !== 'shown') return;
    if (audience === 'told by the answer' && last.audience !== 'caller') {
      await publish(interaction, last, request, world);
      return;
    }
    const [, ...more] = await pagesOf(last, request, world);
    for (const page of more) await interaction.followUp(replyOptions(page, isPrivate, []));
  } catch (thrown) {
    log.error({ ...readRefusal(thrown), command: request.command.name }, 'an answer did not reach Discord');
  }
}

/** What came of showing a message. `failed` may work when tried again; `expired`: the 15 minutes are over. */
type Shown = { readonly kind: 'shown' | 'failed' | 'refused' | 'expired'; readonly message: Message | null };

/** Said once more for everybody; what the caller saw alone then goes. A follow-up to a shown answer stands by itself. */
async function publish(
  interaction: Deferred,
  message: Message,
  request: Request,
  world: AnswerWorld,
): Promise<void> {
  const files = outgoingFiles(message);
  try {
    for (const [at, page] of (await pagesOf(message, request, world)).entries()) {
      await interaction.followUp(replyOptions(page, false, at === 0 ? files : []));
    }
    await interaction.deleteReply();
  } catch (thrown) {
    // The caller has it at least.
    world.log.warn(
      { ...readRefusal(thrown), command: request.command.name },
      'an answer was shown to its caller only',
    );
  }
}

function mayShow(seen: Shown, message: Message): boolean {
  if (seen.kind === 'expired') return false;
  return seen.kind === 'failed' || seen.message !== message;
}

/** An edit that fails is no reason to stop: the next one shows more. */
async function show(
  interaction: Deferred,
  message: Message,
  request: Request,
  world: AnswerWorld,
): Promise<Shown> {
  const [page] = await pagesOf(message, request, world);
  try {
    await interaction.editReply(editOptions(page, outgoingFiles(message)));
    return { kind: 'shown', message };
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    world.log.warn({ ...refusal, command: request.command.name }, 'Discord took no edit');
    if (isExpired(refusal)) return { kind: 'expired', message };
    // Without the files the rest may be taken: a server may forbid them, and a proxy may find them too large.
    if (outgoingFiles(message).length > 0 && outcomeOf(refusal).kind === 'refused') {
      const reason = 'Discord did not take it.';
      const { files: _, ...words } = withPictureWords(
        withFileHint(message, offeredFiles(message), reason, shellOf(request, world)),
        reason,
      );
      const seen = await show(interaction, words, request, world);
      return { ...seen, message };
    }
    return { kind: outcomeOf(refusal).kind === 'retry' ? 'failed' : 'refused', message };
  }
}

function shellOf({ command, action, values }: Request, { commands }: AnswerWorld): string {
  return shellCommand({ command: command.name, subcommand: action.name, values }, commands);
}

async function pagesOf(
  message: Message,
  request: Request,
  { commands, actions }: AnswerWorld,
): Promise<readonly [Payload, ...Payload[]]> {
  const origin = { command: request.command.name, action: request.action.name };
  return renderMessage(message, await customIds(message.buttons ?? [], origin, commands, actions));
}

/** After the 15 minutes the bot speaks for itself, and privately where the question was private. */
async function sayAnew(
  { client, channelId }: Deferred,
  message: Message,
  request: Request,
  isPrivate: boolean,
  world: AnswerWorld,
): Promise<void> {
  const alone = isPrivate || channelId === null;
  const channel = alone ? (await client.users.createDM(request.caller.who.id)).id : channelId;
  const signal = AbortSignal.timeout(20_000);
  for (const [at, page] of (await pagesOf(message, request, world)).entries()) {
    const files = at === 0 ? outgoingFiles(message) : [];
    await post(client.rest, { channel, payload: page, files, nonce: null }, signal);
  }
}

function plainMessage(words: string): Message {
  return { tone: 'unknown', title: [text(words)], blocks: [], summary: words };
}
