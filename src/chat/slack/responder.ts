import type { RespondFn } from '@slack/bolt';
import type { Log } from '../../core/log.ts';
import { unlessStopped } from '../unless-stopped.ts';
import { readRefusal } from './refusal.ts';
import type { Payload } from './render.ts';

/** A response_url: five answers in 30 minutes, also where the bot is not. */
export type Responder = {
  readonly uses: () => number;
  /** Never rejects; false when it was not said. */
  respond(to: 'ephemeral' | 'in_channel', replaces: boolean, payload: Payload): Promise<boolean>;
};

const mostUses = 5;
const respondMs = 10_000;

/** `thread` is where the message stands that was pressed: an answer out of its thread would not be found. */
export function createResponder(respond: RespondFn, log: Log, thread?: string): Responder {
  let uses = 0;
  return {
    uses: () => uses,
    async respond(to, replaces, { text, blocks }) {
      if (uses === mostUses) {
        log.warn({ uses }, 'an answer did not reach Slack: its response_url is used up');
        return false;
      }
      uses += 1;
      try {
        const said = respond({
          response_type: to,
          replace_original: replaces,
          ...(thread === undefined || replaces ? {} : { thread_ts: thread }),
          text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
        });
        await unlessStopped(said, AbortSignal.timeout(respondMs));
        return true;
      } catch (thrown) {
        log.error(readRefusal(thrown), 'an answer did not reach Slack by its response_url');
        return false;
      }
    },
  };
}
