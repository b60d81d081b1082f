import type { App, MessageShortcut } from '@slack/bolt';
import { UserError } from '../../../core/errors.ts';
import { takePaste } from '../../../core/files/paste.ts';
import { mistakeMessage } from '../../asking/dispatch.ts';
import { readsFiles } from '../../asking/handed.ts';
import { parseArguments } from '../../asking/parse.ts';
import { answer } from '../answering/answer.ts';
import { drawnFor, drawnPlainly } from '../answering/asked.ts';
import { channelVoice } from '../answering/channel-voice.ts';
import { type Conversation, callerOf } from '../answering/conversation.ts';
import { createResponder } from '../answering/responder.ts';
import { callerVoice, voiceAtEnd } from '../answering/voices.ts';
import { typedText } from './incoming.ts';
import { read } from './interactions.ts';

/** In the menu of every message: 24 characters of a name at most ("App manifest reference"). */
export const readCertificates = {
  name: 'Read certificates',
  type: 'message',
  callback_id: 'read_certificates',
  description: 'Read the certificates in the files or the text of this message',
} as const;

/** Reads the files and the text of the message it was chosen on, in a thread under that message. */
export function listenToShortcuts(app: App, conversation: Conversation): void {
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: readCertificates.callback_id },
    async ({ shortcut, ack, respond }) => {
      await ack();
      conversation.keep(
        answerShortcut(shortcut, createResponder(respond, conversation.world.log), conversation),
      );
    },
  );
}

async function answerShortcut(
  { message, user, channel, message_ts }: MessageShortcut,
  responder: ReturnType<typeof createResponder>,
  { world, signal }: Conversation,
): Promise<void> {
  const alone = callerVoice(drawnPlainly(world, signal), responder, false);
  const text = typedText(message.text ?? '');
  const reader = world.commands.find(readsFiles);
  // Whatever else the message says is no command: only its certificates were asked for.
  const typed = takePaste(text) === null ? '' : text;
  const parsed =
    reader === undefined ? null : read(() => parseArguments(reader, typed, world.filesOf(message.files)));
  if (parsed === null || parsed instanceof UserError || parsed.files === undefined) {
    return alone.finish(mistakeMessage(nothingThere));
  }
  const caller = callerOf(user.id, user.username ?? user.name ?? user.id, channel.id);
  const asked = drawnFor(parsed, caller, true, world, signal);
  const thread = typeof message.thread_ts === 'string' ? message.thread_ts : message_ts;
  const shared = channelVoice(asked, { channel: channel.id, thread, message: undefined }, responder);
  const voice = voiceAtEnd(shared, callerVoice(asked, responder, false));
  await answer({ parsed, caller, way: 'message' }, voice, world, signal);
}

const nothingThere = new UserError(
  'There is no file and no PEM text in this message. Choose a message that has one.',
);
