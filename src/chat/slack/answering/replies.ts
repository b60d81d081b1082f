import { messageKey } from '../../asking/superseding.ts';
import { insisting } from '../api/insisting.ts';
import type { Payload } from '../api/payload.ts';
import { type Refusal, readRefusal, takesNoEdit } from '../api/refusal.ts';
import { postMessage } from '../api/web.ts';
import type { Asked } from './asked.ts';

export type Under = { readonly channel: string; readonly message: string; readonly thread: string };

/**
 * Puts replies under an answer, in the place of those that an earlier run put there; one that there is no more for says so in
 * `surplus`. Never rejects: null when all are there, else what Slack refused for good.
 */
export async function putReplies(
  { client, log, run, replies, wait, signal }: Asked,
  { channel, message, thread }: Under,
  payloads: readonly Payload[],
  surplus: Payload,
): Promise<Refusal | null> {
  const key = messageKey(channel, message);

  /** A newer run may have begun meanwhile: what is known is read when it is this one's turn, and then nothing is said. */
  async function put(at: number, payload: Payload): Promise<void> {
    const before = replies.of(key)[at];
    const { text, blocks } = payload;
    try {
      if (before !== undefined) return void (await client.chat.update({ channel, ts: before, text, blocks }));
    } catch (thrown) {
      if (!takesNoEdit(readRefusal(thrown).error)) throw thrown;
    }
    const posted = await postMessage(client, channel, thread, payload);
    replies.set(key, replies.of(key).toSpliced(at, 1, posted));
  }

  const count = Math.max(payloads.length, replies.of(key).length);
  for (let at = 0; at < count; at += 1) {
    const attempt = async () => {
      try {
        await run.saying(() => put(at, payloads[at] ?? surplus));
        return null;
      } catch (thrown) {
        return readRefusal(thrown);
      }
    };
    const refusal = await insisting(attempt, wait, signal);
    if (refusal === null) continue;
    log.warn(refusal, 'Slack took no reply under an answer');
    return refusal;
  }
  return null;
}
