import { messageKey } from '../../asking/superseding.ts';
import { insisting } from '../api/insisting.ts';
import type { Payload } from '../api/payload.ts';
import { isAbsent, outcomeOf, type Refusal, readRefusal, takesNoEdit, takesNoReply } from '../api/refusal.ts';
import { postMessage } from '../api/web.ts';
import type { Asked } from './asked.ts';

export type Spot = {
  readonly channel: string;
  readonly thread: string | undefined;
  /** The message to show it in, when there is one. */
  readonly message: string | undefined;
};

/** One message of the bot's that is posted once and then edited. */
export type Placed = {
  /** Shows it if that goes at once: not while Slack asks for quiet. */
  show(payload: Payload): Promise<void>;
  /** Shows it, however long that takes; null once it stands there, or a newer run has the message. */
  insist(payload: Payload): Promise<Refusal | null>;
  /** Slack has not refused for good yet. */
  isOpen(): boolean;
  /** The bot is not there, which an invitation mends. */
  isAbsent(): boolean;
  message(): string | undefined;
  /** Where replies to it go. */
  thread(): string | undefined;
};

export function createPlaced({ client, log, run, wait, signal }: Asked, spot: Spot): Placed {
  const { channel } = spot;
  let { message, thread } = spot;
  let standing: string | null = null;
  let isOpen = true;
  let wasAbsent = false;
  /** Somebody took it away while it grew: it comes back when it is finished, not to be taken away again. */
  let isGone = false;
  let quietUntil = 0;

  if (message !== undefined) run.holds(messageKey(channel, message));

  async function say(payload: Payload): Promise<void> {
    const { text, blocks } = payload;
    if (message !== undefined) {
      await client.chat.update({ channel, ts: message, text, blocks });
      return;
    }
    message = await postMessage(client, channel, thread, payload);
    isGone = false;
    run.holds(messageKey(channel, message));
  }

  async function attempt(payload: Payload): Promise<Refusal | null> {
    const words = JSON.stringify([payload.text, payload.blocks]);
    if (words === standing) return null;
    try {
      await run.saying(() => say(payload));
      standing = words;
      return null;
    } catch (thrown) {
      const refusal = readRefusal(thrown);
      log.debug(refusal, 'Slack took no message');
      if (message !== undefined && takesNoEdit(refusal.error)) {
        message = undefined;
        isGone = standing !== null;
        standing = null;
        return isGone ? refusal : attempt(payload);
      }
      if (message === undefined && thread !== undefined && takesNoReply(refusal.error)) {
        thread = undefined;
        return attempt(payload);
      }
      if (refusal.status === 429) quietUntil = performance.now() + (refusal.retryAfterMs ?? 0);
      if (outcomeOf(refusal).kind === 'refused') isOpen = false;
      wasAbsent ||= isAbsent(refusal);
      return refusal;
    }
  }

  return {
    async show(payload) {
      if (isOpen && !isGone && performance.now() >= quietUntil) await attempt(payload);
    },
    async insist(payload) {
      const quietMs = quietUntil - performance.now();
      if (quietMs > 0) await wait(quietMs);
      const again = async () => {
        const refusal = await attempt(payload);
        return refusal !== null && isGone ? attempt(payload) : refusal;
      };
      return insisting(again, wait, signal);
    },
    isOpen: () => isOpen,
    isAbsent: () => wasAbsent,
    message: () => message,
    thread: () => thread ?? message,
  };
}
