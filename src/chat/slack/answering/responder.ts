import type { RespondFn } from '@slack/bolt';
import type { Log } from '../../../core/log.ts';
import { unlessStopped } from '../../waiting/unless-stopped.ts';
import { insisting, type Wait } from '../api/insisting.ts';
import type { Payload } from '../api/payload.ts';
import { type Refusal, readRefusal } from '../api/refusal.ts';

/** A response_url: five answers in 30 minutes, also where the bot is not. */
export type Responder = {
  /** Those that Slack has heard. */
  readonly uses: () => number;
  /** Never rejects; false when it was not said. With `patience` it is tried until Slack has heard it. */
  respond(
    to: 'ephemeral' | 'in_channel',
    replaces: boolean,
    payload: Payload,
    patience?: Patience,
  ): Promise<boolean>;
};

export type Patience = { readonly wait: Wait; readonly signal: AbortSignal };

const mostUses = 5;
const respondMs = 10_000;

/** `thread` is where the message stands that was pressed: an answer out of its thread would not be found. */
export function createResponder(respond: RespondFn, log: Log, thread?: string): Responder {
  let uses = 0;

  async function once(given: Parameters<RespondFn>[0]): Promise<Refusal | null> {
    if (uses === mostUses) {
      return { status: null, error: 'used_url', retryAfterMs: null, message: 'its response_url is used up' };
    }
    try {
      await unlessStopped(respond(given), AbortSignal.timeout(respondMs));
      uses += 1;
      return null;
    } catch (thrown) {
      const refusal = readRefusal(thrown);
      // What Slack never heard costs nothing, and it counts for itself what it did hear.
      if (refusal.status !== null) uses += 1;
      return isForGood(refusal) ? { ...refusal, error: 'refused' } : refusal;
    }
  }

  return {
    uses: () => uses,
    async respond(to, replaces, { text, blocks }, patience) {
      const given = {
        response_type: to,
        replace_original: replaces,
        ...(thread === undefined || replaces ? {} : { thread_ts: thread }),
        text,
        blocks,
        unfurl_links: false,
        unfurl_media: false,
      };
      const attempt = () => once(given);
      const refusal =
        patience === undefined ? await attempt() : await insisting(attempt, patience.wait, patience.signal);
      if (refusal === null) return true;
      log.error(refusal, 'an answer did not reach Slack by its response_url');
      return false;
    },
  };
}

/** Used up, too late, or a message that Slack does not take; other numbers are trouble that passes. */
function isForGood({ status }: Refusal): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 429 && status !== 408;
}
