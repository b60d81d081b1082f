import { setTimeout as wait } from 'node:timers/promises';
import { offeredFiles } from '../../core/files/offered-file.ts';
import { type Message, note, text as plain } from '../../core/message.ts';
import { withFileHint } from '../file-hint.ts';
import { type OutgoingFile, outgoingFiles } from '../outgoing-files.ts';
import { withPictureWords } from '../picture-words.ts';
import type { Asked } from './asked.ts';
import { fileKey, handedDirectly, shareFiles } from './files-out.ts';
import { answerLimits } from './limits.ts';
import { cannotPostThere, isAbsent, outcomeOf, type Refusal, readRefusal } from './refusal.ts';
import type { Payload } from './render.ts';
import type { Responder } from './responder.ts';
import { postMessage } from './web.ts';

/** Where an answer is said. Neither rejects: what Slack refuses is logged, for there is nobody left to tell. */
export type Voice = {
  /** May be left out when Slack is slow. */
  progress(message: Message): Promise<void>;
  /** Tried until it is said or refused for good. */
  finish(message: Message): Promise<void>;
};

export type Spot = {
  readonly channel: string;
  readonly thread: string | undefined;
  /** The message to show it in, when there is one. */
  readonly message: string | undefined;
};

const finishTries = 3;
const longestWaitMs = 30_000;

const notThere = 'Notafter is not in this channel; write /invite @notafter here and ask again.';
const notTaken = 'Slack did not take the answer as a message.';
const inviteHint = note(
  plain('Notafter is not in this channel; /invite @notafter lets its messages stay up to date.'),
);

/** A message of the bot's that everybody there sees; through the response_url where the bot may not post. */
export function channelVoice(asked: Asked, spot: Spot, responder: Responder | null): Voice {
  const { client, draw, log, signal, shell, sharedFiles } = asked;
  let message = spot.message;
  let shown: Message | null = null;
  let isOpen = true;
  let needsInvitation = false;

  async function say(words: Message): Promise<Refusal | null> {
    try {
      const payload = await draw(words);
      const { text, blocks } = payload;
      if (message === undefined) message = await postMessage(client, spot.channel, spot.thread, payload);
      else await client.chat.update({ channel: spot.channel, ts: message, text, blocks });
      shown = words;
      return null;
    } catch (thrown) {
      const refusal = readRefusal(thrown);
      log.debug(refusal, 'Slack took no message');
      if (outcomeOf(refusal).kind === 'refused') isOpen = false;
      needsInvitation ||= isAbsent(refusal);
      return refusal;
    }
  }

  async function respond(words: Message, isFinal: boolean): Promise<void> {
    if (responder === null || (!isFinal && responder.uses() > 0)) return;
    // Only a button's response_url replaces a message. What a slash command's says stays: progress is for the caller.
    const replaces = spot.message !== undefined;
    const told = isFinal && needsInvitation ? { ...words, blocks: [...words.blocks, inviteHint] } : words;
    await responder.respond(isFinal || replaces ? 'in_channel' : 'ephemeral', replaces, await draw(told));
  }

  /** Under the message, once it is said; what cannot be put there is told in the message. */
  async function attach(words: Message): Promise<void> {
    if (message === undefined) return;
    const thread = spot.thread ?? message;
    const keyOf = (file: OutgoingFile) => fileKey(`${spot.channel} ${message}`, file);
    // "Check again" changes the message, and its file lies in the thread already.
    const files = outgoingFiles(words).filter((file) => !sharedFiles.has(keyOf(file)));
    if (files.length === 0) return;
    const refusal = await shareFiles(client, files, { channel: spot.channel, thread });
    if (refusal === null) for (const file of files) sharedFiles.add(keyOf(file));
    if (refusal === null) return;
    log.warn(refusal, 'Slack took no file');
    const { reason } = outcomeOf(refusal);
    await say(withPictureWords(withFileHint(words, offeredFiles(words), reason, shell), reason));
  }

  return {
    async progress(words) {
      if (isOpen) await say(words);
      if (!isOpen) await respond(words, false);
    },
    async finish(words) {
      if (isOpen && shown === words) return attach(words);
      if (words.audience === 'caller' && shown === null && spot.message === undefined && responder !== null) {
        await callerVoice(asked, responder, false).finish(words);
        return;
      }
      for (let again = 0; isOpen && again < finishTries; again += 1) {
        const refusal = await say(words);
        if (refusal === null) return attach(words);
        if (isOpen && again + 1 < finishTries) await pauseFor(refusal, signal);
        else if (responder === null || !isOpen) report(refusal);
      }
      const reason = needsInvitation ? notThere : notTaken;
      await respond(withPictureWords(withFileHint(words, offeredFiles(words), reason, shell), reason), true);
    },
  };

  function report(refusal: Refusal): void {
    if (responder !== null && (cannotPostThere(refusal) || spot.message !== undefined)) return;
    log.error(refusal, 'an answer did not reach Slack');
  }
}

/** Seen by the caller only. `replaces`: what was said before goes; never the message a button stands in. */
export function callerVoice(asked: Asked, responder: Responder, replaces: boolean): Voice {
  return {
    async progress(words) {
      if (replaces && responder.uses() === 0)
        await responder.respond('ephemeral', true, await asked.draw(words));
    },
    async finish(words) {
      await responder.respond('ephemeral', replaces, await asked.draw(await handedDirectly(words, asked)));
    },
  };
}

/** For an answer that may turn out to be for the caller alone: before its end nothing is said. */
export function voiceAtEnd(shared: Voice, alone: Voice): Voice {
  return {
    async progress() {},
    finish: (words) => (words.audience === 'caller' ? alone : shared).finish(words),
  };
}

/** Seen by the caller only, where there is no response_url; such a message cannot be changed, so it is said once. */
export function whisper(asked: Asked, spot: Spot, user: string): Voice {
  const { client, draw, log } = asked;

  /** A warning about a key must not get lost because the channel takes nothing. */
  async function directly(payload: Payload): Promise<void> {
    try {
      const opened = await client.conversations.open({ users: user });
      await postMessage(client, opened.channel?.id ?? '', undefined, payload);
    } catch (thrown) {
      log.error(readRefusal(thrown), 'an answer did not reach Slack');
    }
  }

  return {
    async progress() {},
    async finish(words) {
      const payload = await draw(await handedDirectly(words, asked));
      const { text, blocks } = payload;
      try {
        await client.chat.postEphemeral({
          channel: spot.channel,
          user,
          ...(spot.thread === undefined ? {} : { thread_ts: spot.thread }),
          text,
          blocks,
        });
      } catch (thrown) {
        log.debug(readRefusal(thrown), 'Slack took no message for one person');
        await directly(payload);
      }
    },
  };
}

async function pauseFor({ retryAfterMs }: Refusal, signal: AbortSignal): Promise<void> {
  const ms = Math.min(retryAfterMs ?? answerLimits.editGapMs, longestWaitMs);
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
