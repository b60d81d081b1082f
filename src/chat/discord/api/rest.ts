import type { REST } from 'discord.js';
import { withLostReplies } from './lost-replies.ts';

export type Rest = REST;

type RestOptions = NonNullable<ConstructorParameters<typeof REST>[0]>;
type MakeRequest = NonNullable<RestOptions['makeRequest']>;
type RateLimit = { readonly route: string; readonly retryAfter: number; readonly timeToReset: number };

/** Longest wait inside the library; a longer one is handed back, so that nothing hangs unseen. */
const longestWaitMs = 5000;
/** An answer somebody waits for may wait longer: its token lives 15 minutes. */
const longestAnswerWaitMs = 30_000;

/** How every request to Discord is made; `apiUrl` such as http://127.0.0.1:1234/api stands in for discord.com. */
export function restOptions(apiUrl: string | undefined, makeRequest: MakeRequest): Partial<RestOptions> {
  return {
    makeRequest: withLostReplies(makeRequest),
    version: '10',
    timeout: 10_000,
    retries: 1,
    rejectOnRateLimit: isTooLong,
    ...(apiUrl === undefined ? {} : { api: apiUrl.replace(/\/+(v\d+\/*)?$/, '') }),
  };
}

export async function connectRest(token: string, apiUrl: string | undefined): Promise<Rest> {
  const { DefaultRestOptions, REST } = await import('discord.js');
  return new REST(restOptions(apiUrl, DefaultRestOptions.makeRequest)).setToken(token);
}

function isTooLong({ route, retryAfter, timeToReset }: RateLimit): boolean {
  // A 429 without Retry-After comes from a proxy; the library would ask again at once, without end.
  if (!(retryAfter > 0)) return true;
  const waitMs = Math.max(retryAfter, timeToReset);
  return waitMs > (route.startsWith('/webhooks/') ? longestAnswerWaitMs : longestWaitMs);
}
