import type { AppOptions, webApi } from '@slack/bolt';
import type { Log } from '../../../core/log.ts';
import type { Payload } from './payload.ts';

export type WebClient = webApi.WebClient;

export type BoltLogger = NonNullable<AppOptions['logger']>;

const requestMs = 10_000;

/** How every request to Slack is made. Nothing is repeated unseen: what failed is ours to try again. */
export function webOptions(apiUrl: string | undefined, logger: BoltLogger): webApi.WebClientOptions {
  return {
    logger,
    timeout: requestMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
  };
}

/** Bolt's own words. Its debug lines hold whole messages, so they stay out. */
export function boltLogger(log: Log): BoltLogger {
  const said = (parts: readonly unknown[]) =>
    parts
      .map((part) => (part instanceof Error ? part.message : String(part)))
      .join(' ')
      .slice(0, 500);
  return {
    debug: () => undefined,
    info: (...parts) => log.debug({ from: 'bolt' }, said(parts)),
    warn: (...parts) => log.warn({ from: 'bolt' }, said(parts)),
    error: (...parts) => log.warn({ from: 'bolt' }, said(parts)),
    setLevel: () => undefined,
    getLevel: () => 'info' as ReturnType<BoltLogger['getLevel']>,
    setName: () => undefined,
  };
}

/** What a message carries that nobody sees. */
export type Metadata = { readonly event_type: string; readonly event_payload: Record<string, string> };

/**
 * Posts as the bot; gives the timestamp that names the message. One in a thread that `isAnnounced` is shown in the
 * channel as well.
 */
export async function postMessage(
  client: WebClient,
  channel: string,
  thread: string | undefined,
  payload: Payload & { readonly metadata?: Metadata },
  isAnnounced = false,
): Promise<string> {
  const where =
    thread === undefined
      ? {}
      : { thread_ts: thread, ...(isAnnounced ? { reply_broadcast: true as const } : {}) };
  const posted = await client.chat.postMessage({ channel, ...where, ...payload });
  return posted.ts ?? '';
}
