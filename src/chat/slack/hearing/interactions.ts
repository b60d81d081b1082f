import type { App, BlockAction, RespondFn, SlashCommand } from '@slack/bolt';
import { UserError } from '../../../core/errors.ts';
import { plainMessage } from '../../../core/message/plain-message.ts';
import type { Message } from '../../../core/message.ts';
import type { Caller } from '../../../core/people.ts';
import { mistakeMessage } from '../../asking/dispatch.ts';
import { type ParsedCommand, parseArguments } from '../../asking/parse.ts';
import { messageKey } from '../../asking/superseding.ts';
import { buttonForm, secretForm } from '../../forms/form-fields.ts';
import { answer } from '../answering/answer.ts';
import { type AnswerWorld, drawnFor, drawnPlainly } from '../answering/asked.ts';
import { channelVoice } from '../answering/channel-voice.ts';
import { type Conversation, callerOf } from '../answering/conversation.ts';
import { createResponder, type Responder } from '../answering/responder.ts';
import { callerVoice, voiceAtEnd } from '../answering/voices.ts';
import { openForm, openWanted } from '../forms/forms.ts';
import { recalled } from '../rendering/buttons.ts';
import { typedText } from './incoming.ts';

const unknownCommand = plainMessage(
  'Notafter does not know this command. Its Slack app was made from another manifest; update it (npm run register).',
  'unknown',
);
const noForm = plainMessage('Slack opened no form for this. Try it again in a moment.', 'unknown');
const unknownButton = plainMessage(
  'This button is no longer known. Type the command instead; /help lists them.',
  'unknown',
);

/**
 * Slash commands and buttons. The acknowledgement is always the first thing said, before anything is looked up:
 * Slack gives 3 s for it.
 */
export function listenToInteractions(app: App, conversation: Conversation): void {
  app.command(/.*/, async ({ command, ack, respond }) => {
    await ack();
    conversation.keep(answerCommand(command, respond, conversation));
  });
  const running = new Set<string>();
  app.action<BlockAction>({ type: 'block_actions' }, async ({ body, ack, respond }) => {
    // What is pressed on the Home tab stands in no message: see home/presses.ts.
    if (body.container.type === 'view') return;
    await ack();
    const [pressed] = body.actions;
    const value = pressed?.type === 'button' ? (pressed.value ?? '') : '';
    const label = pressed?.type === 'button' ? pressed.text.text : '';
    const place = pressOf(body);
    const caller = callerOf(body.user.id, nameOf(body), place.channel);
    conversation.keep(answerPress({ value, label }, caller, place, respond, conversation, running));
  });
}

async function answerCommand(
  { command: name, text, user_id, user_name, channel_id, trigger_id }: SlashCommand,
  respond: RespondFn,
  conversation: Conversation,
): Promise<void> {
  const { world, signal } = conversation;
  const responder = createResponder(respond, world.log);
  const command = world.commands.find((candidate) => `/${candidate.name}` === name);
  if (command === undefined) return sayPrivately(unknownCommand, responder, world);
  const caller = callerOf(user_id, user_name, channel_id);
  const parsed = read(() => parseArguments(command, typedText(text)));
  if (parsed instanceof UserError) return sayPrivately(mistakeMessage(parsed), responder, world);
  const secret = secretForm(parsed);
  // Such a form is only ever about what nobody else may see.
  const isShared = command.visibility === 'channel' && secret === null;
  const from = { trigger: trigger_id, channel: channel_id, thread: undefined, isShared, caller };
  const isOpen =
    secret === null
      ? await openWanted(parsed, from, conversation)
      : await openForm(secret, from, conversation);
  if (isOpen !== null) return isOpen ? undefined : sayPrivately(noForm, responder, world);
  const asked = drawnFor(parsed, caller, isShared, world, signal);
  const spot = { channel: channel_id, thread: undefined, message: undefined };
  const voice = () => {
    const alone = callerVoice(asked, responder, true);
    if (!isShared) return alone;
    const shared = channelVoice(asked, spot, responder);
    return parsed.files === undefined ? shared : voiceAtEnd(shared, alone);
  };
  await answer({ parsed, caller, way: 'upload' }, voice(), world, signal);
}

async function answerPress(
  { value, label }: { readonly value: string; readonly label: string },
  caller: Caller,
  press: Press,
  respond: RespondFn,
  conversation: Conversation,
  running: Set<string>,
): Promise<void> {
  const { world, signal } = conversation;
  const responder = createResponder(respond, world.log, press.thread);
  const target = await recalled(value, world);
  if (target === null) return sayPrivately(unknownButton, responder, world);
  const isShared = target.command.visibility === 'channel' && !press.isPrivate;
  const form = buttonForm(target, target.asks, label);
  const under = press.thread ?? (isShared ? press.message : undefined);
  const from = { trigger: press.asked, channel: press.channel, thread: under, isShared, caller };
  const isOpen =
    form === null ? await openWanted(target, from, conversation) : await openForm(form, from, conversation);
  if (isOpen !== null) return isOpen ? undefined : sayPrivately(noForm, responder, world);
  const key = [caller.who.id, press.channel, press.message ?? press.asked, value].join(' ');
  // Impatience is no second question; where the message is renewed the newer run takes the place of the older.
  if (running.has(key)) return;
  if (!target.updates) running.add(key);
  const asked = drawnFor(target, caller, isShared, world, signal);
  const voice = () => {
    // A private message has no timestamp to change it by, only the response_url.
    if (!isShared) return callerVoice(asked, responder, target.updates && press.isPrivate);
    const message = target.updates ? press.message : undefined;
    const thread = press.thread ?? press.message;
    return channelVoice(asked, { channel: press.channel, thread, message }, responder);
  };
  if (target.updates && press.message !== undefined)
    asked.run.holds(messageKey(press.channel, press.message));
  await answer({ parsed: target, caller, way: 'upload' }, voice(), world, signal).finally(() =>
    running.delete(key),
  );
}

type Press = {
  readonly channel: string;
  readonly message: string | undefined;
  readonly thread: string | undefined;
  readonly isPrivate: boolean;
  /** Names the press where there is no message to name it by. */
  readonly asked: string;
};

function pressOf({ channel, message, container, trigger_id }: BlockAction): Press {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return {
    channel: channel?.id ?? text(container.channel_id) ?? '',
    message: text(container.message_ts) ?? message?.ts,
    thread: text(container.thread_ts) ?? text(message?.thread_ts),
    isPrivate: container.is_ephemeral === true,
    asked: trigger_id,
  };
}

function nameOf({ user }: BlockAction): string {
  return user.username ?? user.name ?? user.id;
}

/** What the parser made of it, or what is wrong with it. */
export function read(parse: () => ParsedCommand): ParsedCommand | UserError {
  try {
    return parse();
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
}

async function sayPrivately(message: Message, responder: Responder, world: AnswerWorld): Promise<void> {
  const { draw } = drawnPlainly(world, new AbortController().signal);
  await responder.respond('ephemeral', false, await draw(message));
}
