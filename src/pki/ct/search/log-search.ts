import type { SecureContext } from 'node:tls';
import type { AnswerCache } from '../../../core/cache/answer-cache.ts';
import type { Log } from '../../../core/log.ts';
import type { SearchLogs } from '../../../core/logged-certificate.ts';
import { fetchBounded } from '../../../net/http/fetch-bounded.ts';
import type { Network } from '../../../net/network.ts';
import { readSearchAnswer } from './read-answer.ts';
import { parseSearchUrl, searchUrl } from './search-url.ts';

export type LogSearchOptions = {
  /** CT_SEARCH_URL. */
  readonly setting: string;
  readonly network: Network;
  readonly secureContext: SecureContext;
  readonly cache: AnswerCache;
  readonly now: () => Date;
  readonly log: Pick<Log, 'warn'>;
};

const keptMs = 12 * 3_600_000;
/** crt.sh takes its time, and nobody waits for it. */
const timeoutMs = 30_000;
const mostBytes = 8 * 1024 * 1024;
/** Whoever is down, or asks for patience, is left alone for so long. */
const restMs = 30 * 60_000;

/** Asks a search of transparency logs, one question at a time. What it answers is kept for half a day. */
export function openLogSearch(options: LogSearchOptions): SearchLogs {
  const setting = parseSearchUrl(options.setting);
  const { cache, now, log } = options;
  let restUntil = 0;
  let before: Promise<unknown> = Promise.resolve();
  return (name, signal) => {
    const turn = before.then(() => ask(name, signal));
    before = turn.catch(() => undefined);
    return turn;
  };

  async function ask(name: string, signal: AbortSignal) {
    const url = searchUrl(setting, name);
    const key = `ct-search ${url.href}`;
    const kept = await cache.get(key);
    if (kept !== null) return readSearchAnswer(kept, url.host) ?? [];
    if (signal.aborted || now().getTime() < restUntil) return [];
    const { network, secureContext } = options;
    const outcome = await fetchBounded(url.href, {
      network,
      secureContext,
      signal,
      timeoutMs,
      maxBytes: mostBytes,
      accept: 'application/json',
    });
    const found = outcome.fetched ? readSearchAnswer(outcome.bytes, url.host) : null;
    if (found !== null && outcome.fetched) {
      await cache.put(key, outcome.bytes, new Date(now().getTime() + keptMs));
      return found;
    }
    if (signal.aborted) return [];
    restUntil = now().getTime() + restMs;
    const reason = outcome.fetched ? 'it answered no list in JSON' : outcome.reason;
    log.warn(
      { host: url.host, reason },
      'the search of transparency logs failed; it is left alone for a while',
    );
    return [];
  }
}
