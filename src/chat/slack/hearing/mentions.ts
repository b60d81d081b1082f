import type { App } from '@slack/bolt';
import type { Command } from '../../../core/command.ts';
import { UserError } from '../../../core/errors.ts';
import { code, type Message, note, text } from '../../../core/message.ts';
import { mistakeMessage } from '../../asking/dispatch.ts';
import { parseLine } from '../../asking/parse.ts';
import type { Once } from '../../once.ts';
import { answer } from '../answering/answer.ts';
import { drawnFor, drawnPlainly } from '../answering/asked.ts';
import { channelVoice } from '../answering/channel-voice.ts';
import { type Conversation, callerOf } from '../answering/conversation.ts';
import type { Spot } from '../answering/placed.ts';
import { voiceAtEnd, whisper } from '../answering/voices.ts';
import { textAfterMention, typedText } from './incoming.ts';
import { read } from './interactions.ts';
import { linksIn } from './links.ts';

type Said = {
  readonly user: string;
  readonly text: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly isDirect: boolean;
  /** As Slack describes them; nothing when there are none. */
  readonly files: unknown;
};

/** "@notafter check example.org" in a channel, and the same without a mention in a direct message. */
export function listenToMentions(
  app: App,
  conversation: Conversation,
  { nameOf, isFirst }: { readonly nameOf: (id: string) => Promise<string>; readonly isFirst: Once },
): void {
  const { botUserId } = conversation.world;
  const take = async (eventId: string, event: object) => {
    const said = saidIn(event, botUserId);
    // Slack tells an event again, maybe to another bot, when it heard no acknowledgement. This one is acknowledged by now.
    if (said === null || !(await isFirst(`slack:${eventId}`))) return;
    conversation.keep(answerSaid(said, conversation, nameOf));
  };
  app.event('app_mention', async ({ event, body }) => take(body.event_id, event));
  app.event('message', async ({ event, body }) => {
    if (event.channel_type === 'im') take(body.event_id, event);
  });
}

/**
 * Null for bots, ourselves among them, and for everything that is not a new message: edits, joins, deletions. A message
 * with a file is one.
 */
export function saidIn(event: object, botUserId: string): Said | null {
  const fields = event as Readonly<Record<string, unknown>>;
  const { user, text, channel, ts, thread_ts } = fields;
  const isOther = fields.bot_id !== undefined || fields.edited !== undefined || isOtherKind(fields.subtype);
  if (isOther || user === botUserId) return null;
  if (typeof user !== 'string' || typeof channel !== 'string' || typeof ts !== 'string') return null;
  return {
    user,
    channel,
    ts,
    text: typeof text === 'string' ? text : '',
    thread: typeof thread_ts === 'string' ? thread_ts : undefined,
    isDirect: fields.channel_type === 'im',
    files: fields.files,
  };
}

function isOtherKind(subtype: unknown): boolean {
  return subtype !== undefined && subtype !== 'file_share';
}

async function answerSaid(
  said: Said,
  { world, signal }: Conversation,
  nameOf: (id: string) => Promise<string>,
): Promise<void> {
  const spot: Spot = { channel: said.channel, thread: said.thread ?? said.ts, message: undefined };
  const line = typedText(textAfterMention(said.text, world.botUserId)).trim();
  const parsed = read(() => parseLine(world.commands, line, world.filesOf(said.files)));
  if (parsed instanceof UserError) {
    const asked = drawnPlainly(world, signal);
    const voice = said.isDirect ? channelVoice(asked, spot, null) : whisper(asked, spot, said.user);
    return voice.finish(withExample(mistakeMessage(parsed), line, world.commands));
  }
  const caller = callerOf(said.user, await nameOf(said.user), said.channel);
  const isShared = parsed.command.visibility === 'channel' && !said.isDirect;
  const asked = drawnFor(parsed, caller, isShared, world, signal);
  const voice = () => {
    if (said.isDirect) return channelVoice(asked, spot, null);
    const alone = whisper(asked, spot, said.user);
    if (!isShared) return alone;
    const shared = channelVoice(asked, spot, null);
    return parsed.files === undefined ? shared : voiceAtEnd(shared, alone);
  };
  await answer({ parsed, caller, way: 'message' }, voice(), world, signal);
}

/** Whoever names no command, or a target alone, is shown how it is said. */
function withExample(mistake: Message, line: string, commands: readonly Command[]): Message {
  const [word = ''] = line.split(/\s+/);
  const isCommand = commands.some(({ name }) => name === word.replace(/^\//, '').toLowerCase());
  if (isCommand) return mistake;
  const [target = 'api.example.org'] = linksIn({ text: line });
  const example = note(
    ...[text('For example: '), code(`@notafter check ${target}`), text('; all there is: ')],
    code('@notafter help'),
  );
  return { ...mistake, blocks: [...mistake.blocks, example] };
}
