import { type Message, note, text as plain } from '../../../core/message.ts';
import { withDetailsInside } from '../../../views/details.ts';
import { mayKeepDetails, partDetails } from '../../showing/with-details.ts';
import { openDirectly } from '../api/direct-channel.ts';
import type { Payload } from '../api/payload.ts';
import { readRefusal } from '../api/refusal.ts';
import { postMessage } from '../api/web.ts';
import type { Asked } from './asked.ts';
import { handedDirectly } from './handed-directly.ts';
import type { Spot } from './placed.ts';
import type { Responder } from './responder.ts';

/** Where an answer is said. Neither rejects: what Slack refuses is logged, for there is nobody left to tell. */
export type Voice = Pick<Asked, 'run'> & {
  /** May be left out when Slack is slow. */
  progress(message: Message): Promise<void>;
  /** Tried until it is said or refused for good. */
  finish(message: Message): Promise<void>;
  /** There is a message of this run's, which could be made to say something else. */
  isShown(): boolean;
};

const notShown = () => false;
/** A response_url is good for five. */
const mostMore = 3;

/** Seen by the caller only. `replaces`: what was said before goes; never the message a button stands in. */
export function callerVoice(asked: Asked, responder: Responder, replaces: boolean): Voice {
  const { run } = asked;
  return {
    run,
    isShown: notShown,
    async progress(words) {
      if (!replaces || responder.uses() > 0) return;
      const payload = await asked.draw(words);
      await run.saying(() => responder.respond('ephemeral', true, payload));
    },
    async finish(words) {
      const [first, ...more] = await drawnAlone(words, asked);
      await run.saying(async () => {
        await responder.respond('ephemeral', replaces, first, asked);
        for (const payload of more.slice(0, mostMore)) {
          await responder.respond('ephemeral', false, payload, asked);
        }
      });
    },
  };
}

/** What only one person sees has no thread: its details are behind a button, its files in direct messages. */
async function drawnAlone(words: Message, asked: Asked): Promise<readonly [Payload, ...Payload[]]> {
  return asked.drawAll(await handedDirectly(await behindButton(words, asked), asked), 'alone');
}

/** With all of them inside where they could not be kept. */
export async function behindButton(words: Message, asked: Asked): Promise<Message> {
  const { head, details } = partDetails(words, null);
  if (details === null) return head;
  const id = mayKeepDetails(words) ? await asked.keep(details) : null;
  return id === null ? withDetailsInside(words) : partDetails(words, id).head;
}

/** For an answer that may turn out to be for the caller alone: before its end nothing is said. */
export function voiceAtEnd(shared: Voice, alone: Voice): Voice {
  return {
    run: shared.run,
    isShown: notShown,
    async progress() {},
    finish: (words) => (words.audience === 'caller' ? alone : shared).finish(words),
  };
}

/** Seen by the caller only, where there is no response_url; such a message cannot be changed, so it is said once. */
export function whisper(asked: Asked, spot: Spot, user: string): Voice {
  const { client, log, run } = asked;
  const thread = spot.thread === undefined ? {} : { thread_ts: spot.thread };
  return {
    run,
    isShown: notShown,
    async progress() {},
    async finish(words) {
      const payloads = await drawnAlone(words, asked);
      try {
        for (const { text, blocks } of payloads) {
          await client.chat.postEphemeral({ channel: spot.channel, user, ...thread, text, blocks });
        }
      } catch (thrown) {
        log.debug(readRefusal(thrown), 'Slack took no message for one person');
        await sayDirectly(asked, user, payloads);
      }
    },
  };
}

/** A warning about a key must not get lost because the channel takes nothing, and no answer either. */
export async function sayDirectly(
  { client, log }: Pick<Asked, 'client' | 'log'>,
  user: string,
  payloads: readonly Payload[],
): Promise<boolean> {
  try {
    const channel = await openDirectly(client, user);
    for (const payload of payloads) await postMessage(client, channel, undefined, payload);
    return true;
  } catch (thrown) {
    log.error(readRefusal(thrown), 'an answer did not reach Slack');
    return false;
  }
}

export const inviteHint = note(
  plain('Notafter is not in this channel; /invite @notafter lets its messages stay up to date.'),
);
