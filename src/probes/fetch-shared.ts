import type { AnswerCache } from '../core/cache/answer-cache.ts';
import { type FetchOptions, type FetchOutcome, fetchBounded } from '../net/http/fetch-bounded.ts';
import type { ProbeContext } from './probe.ts';

export type SharedFetch = Omit<FetchOptions, 'network' | 'signal'> & {
  /** Equal for what may be fetched once for many. */
  readonly key: string;
  readonly url: string;
};

/** Fetches on their way, by key, apart for each cache: what is asked twice at once is fetched once. */
const running = new WeakMap<AnswerCache, Map<string, Promise<FetchOutcome>>>();

/** Whoever had less to answer in is not to blame. */
export const fairMs = 1000;

/**
 * A bounded fetch that several may wait for: a sweep meets the same responder at hundreds of endpoints at once. One
 * that was stopped by whoever began it, or for which that one had no time left, is done again by whoever still wants it.
 */
export async function fetchShared(wanted: SharedFetch, context: ProbeContext): Promise<FetchOutcome> {
  const { key, url, ...options } = wanted;
  const { cache, network, signal, trust } = context;
  const here = running.get(cache) ?? new Map<string, Promise<FetchOutcome>>();
  running.set(cache, here);
  const begun = performance.now();
  for (let joined = here.get(key); joined !== undefined; joined = here.get(key)) {
    const outcome = await orAborted(joined, url, signal);
    if (!wasCutShort(outcome) || signal.aborted) return outcome;
    if (here.get(key) === joined) here.delete(key);
  }
  const timeoutMs = Math.max(1, options.timeoutMs - (performance.now() - begun));
  // Lists of a private authority may stand behind its own certificate.
  const anchors = url.startsWith('https:') ? { secureContext: trust.secureContext } : {};
  const started = fetchBounded(url, { ...options, ...anchors, timeoutMs, network, signal });
  here.set(key, started);
  try {
    return await started;
  } finally {
    if (here.get(key) === started) here.delete(key);
  }
}

function wasCutShort(outcome: FetchOutcome): boolean {
  if (outcome.fetched) return false;
  return outcome.kind === 'aborted' || (outcome.kind === 'timeout' && outcome.elapsedMs < fairMs);
}

async function orAborted(
  fetching: Promise<FetchOutcome>,
  url: string,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const { promise: stopped, resolve } = Promise.withResolvers<FetchOutcome>();
  const stop = () =>
    resolve({
      fetched: false,
      url,
      kind: 'aborted',
      status: null,
      headers: {},
      reason: 'It was stopped.',
      elapsedMs: 0,
    });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([fetching, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
