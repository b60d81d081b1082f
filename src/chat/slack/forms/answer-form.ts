import type { RespondFn, ViewOutput } from '@slack/bolt';
import { plainMessage } from '../../../core/message/plain-message.ts';
import type { Message } from '../../../core/message.ts';
import type { ParsedCommand } from '../../asking/parse.ts';
import { answer } from '../answering/answer.ts';
import { drawnFor, drawnPlainly } from '../answering/asked.ts';
import { channelVoice } from '../answering/channel-voice.ts';
import { type Conversation, callerOf } from '../answering/conversation.ts';
import { shownAtHome } from '../answering/home-voice.ts';
import type { Spot } from '../answering/placed.ts';
import { createResponder } from '../answering/responder.ts';
import { type Voice, whisper } from '../answering/voices.ts';
import { directChannel } from '../api/direct-channel.ts';
import { chosenPlace } from './form-state.ts';
import type { SentFrom } from './sent-from.ts';

export type SentAnswer = {
  readonly from: SentFrom;
  readonly user: { readonly id: string; readonly name?: string };
  readonly view: ViewOutput;
  /** Where the form asked for a place, and Slack gave a way to answer there. */
  readonly respond: RespondFn | null;
  readonly asks: readonly string[];
  /** Null: its command is gone. */
  readonly parsed: ParsedCommand | null;
};

const gone = plainMessage(
  'This form belongs to a command that is no longer there. /help lists them.',
  'unknown',
);

/** Answers where the form was opened; where it was opened nowhere, in the direct messages of its sender. Never rejects. */
export async function answerForm(sent: SentAnswer, conversation: Conversation): Promise<void> {
  const { from, user, view, parsed } = sent;
  const { world, signal } = conversation;
  const chosen = chosenPlace(view) ?? null;
  const place = chosen ?? from.channel;
  const channel = place === '' ? await directChannel(world.client, user.id, world.log) : place;
  const spot: Spot = { channel, thread: from.thread, message: undefined };
  const caller = callerOf(user.id, user.name ?? user.id, channel);
  if (parsed === null) return whisper(drawnPlainly(world, signal), spot, user.id).finish(gone);
  const isDirect = channel.startsWith('D');
  const isShared = (from.isShared || chosen !== null) && !isDirect && parsed.command.visibility === 'channel';
  const asked = drawnFor(parsed, caller, isShared, world, signal);
  const responder = sent.respond === null ? null : createResponder(sent.respond, world.log);
  const alone = whisper(asked, spot, user.id);
  const voice = isShared || isDirect ? channelVoice(asked, spot, responder) : alone;
  const told = telling(voice, isDirect ? voice : alone, sent);
  const shown = from.isHome === true ? shownAtHome(told, user.id, conversation.home) : told;
  await answer({ parsed, caller, way: 'upload' }, shown, world, signal);
}

/** A mistake that only the command could find is its sender's alone, and comes with a way back to what was typed. */
function telling(voice: Voice, alone: Voice, sent: SentAnswer): Voice {
  return {
    ...voice,
    finish: (words) =>
      words.audience === 'caller' && !voice.isShown()
        ? alone.finish(withWayBack(words, sent))
        : voice.finish(words),
  };
}

function withWayBack(words: Message, { parsed, asks }: SentAnswer): Message {
  if (parsed === null || asks.length === 0 || (words.buttons ?? []).length > 0) return words;
  const { command, action, values } = parsed;
  const isKept = (name: string) => {
    const kind = action.options.find((option) => option.name === name)?.kind;
    return kind !== undefined && kind !== 'secret' && kind !== 'password';
  };
  const kept = Object.entries(values).filter(([name, value]) => value !== undefined && isKept(name));
  return {
    ...words,
    buttons: [
      {
        label: 'Fill in again ...',
        command: command.name,
        ...(action.name === '' ? {} : { subcommand: action.name }),
        values: Object.fromEntries(kept) as Record<string, string>,
        asks,
      },
    ],
  };
}
