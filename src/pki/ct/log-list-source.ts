import { readFile } from 'node:fs/promises';
import type { SecureContext } from 'node:tls';
import type { AnswerCache } from '../../core/cache/answer-cache.ts';
import { reasonOf } from '../../core/errors.ts';
import { fetchBounded } from '../../net/http/fetch-bounded.ts';
import type { Network } from '../../net/network.ts';
import { bundledLogList, type LogList, readLogList } from './log-list.ts';
import { LogListError } from './log-list-values.ts';

export type LogListInUse = {
  readonly list: LogList;
  /** "bundled", or the file or URL it was read from. */
  readonly source: string;
  /** Why it is not the list that was asked for, in one sentence; null when it is. */
  readonly problem: string | null;
};

/** What one look at the list may use. */
export type LogListWay = {
  readonly network: Network;
  readonly secureContext: SecureContext;
  readonly cache: AnswerCache;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

export type LogListSource = (way: LogListWay) => Promise<LogListInUse>;

const dayMs = 86_400_000;
/** After a refresh that failed. */
const retryMs = 3_600_000;
/** With less, a slow target would keep the list from everybody's checks for that long. */
const fairMs = 1000;
/** Thirty times the list of today. */
const mostBytes = 2 * 1024 * 1024;

/** The bundled list, or another one that never changes: for tests, and where CT_LOG_LIST is not set. */
export function fixedLogList(read: () => LogList = bundledLogList, source = 'bundled'): LogListSource {
  return async () => ({ list: read(), source, problem: null });
}

/**
 * The list at CT_LOG_LIST, a file or an https URL, read again at most daily. When that fails the list read before stays
 * in use, else the bundled one, and `warn` and the answer say so. The list is believed because its place is: Chrome's
 * signature over it (log_list.sig) is not checked, so an https URL is as good as its server, a file as its folder.
 */
export function refreshedLogList(place: string, warn: (problem: string) => void): LogListSource {
  let known: { readonly inUse: LogListInUse; readonly until: number } | null = null;
  let good: LogListInUse | null = null;
  let running: Promise<LogListInUse> | null = null;

  async function refresh(way: LogListWay): Promise<LogListInUse> {
    const read = /^https:/i.test(place) ? await fetched(place, way) : await fromFile(place);
    if ('list' in read) {
      good = { list: read.list, source: place, problem: null };
      known = { inUse: good, until: way.now.getTime() + dayMs };
      return good;
    }
    const before = good ?? { list: bundledLogList(), source: 'bundled', problem: null };
    const inUse = { ...before, problem: `${place} was not taken as list of logs: ${read.problem}` };
    // A run that was cut off, or had no time left to begin with, says nothing about the list.
    if (!way.signal.aborted && way.timeoutMs >= fairMs) {
      known = { inUse, until: way.now.getTime() + retryMs };
      warn(inUse.problem);
    }
    return inUse;
  }

  return async (way) => {
    if (known !== null && way.now.getTime() < known.until) return known.inUse;
    running ??= refresh(way).finally(() => {
      running = null;
    });
    return running;
  };
}

type Read = { readonly list: LogList } | { readonly problem: string };

async function fetched(url: string, way: LogListWay): Promise<Read> {
  const key = `log-list ${url}`;
  const kept = await way.cache.get(key);
  if (kept !== null) return readBytes(kept);
  const { network, secureContext, signal, timeoutMs } = way;
  const answer = await fetchBounded(url, {
    network,
    secureContext,
    signal,
    timeoutMs,
    maxBytes: mostBytes,
    accept: 'application/json',
  });
  if (!answer.fetched) return { problem: answer.reason };
  const read = readBytes(answer.bytes);
  if ('list' in read) await way.cache.put(key, answer.bytes, new Date(way.now.getTime() + dayMs));
  return read;
}

async function fromFile(path: string): Promise<Read> {
  try {
    return readBytes(await readFile(path));
  } catch (thrown) {
    return { problem: reasonOf(thrown) };
  }
}

function readBytes(bytes: Uint8Array): Read {
  if (bytes.length > mostBytes) return { problem: `it is larger than ${mostBytes} bytes` };
  try {
    return { list: readLogList(Buffer.from(bytes).toString('utf8')) };
  } catch (thrown) {
    if (thrown instanceof LogListError) return { problem: thrown.message };
    throw thrown;
  }
}
