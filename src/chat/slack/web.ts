import type { AppOptions, webApi } from '@slack/bolt';
import type { Log } from '../../core/log.ts';
import type { Payload } from './render.ts';

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

/** Posts as the bot; gives the timestamp that names the message. */
export async function postMessage(
  client: WebClient,
  channel: string,
  thread: string | undefined,
  payload: Payload,
): Promise<string> {
  const posted = await client.chat.postMessage({
    channel,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...payload,
  });
  return posted.ts ?? '';
}
