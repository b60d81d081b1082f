import type { Crl } from '../../pki/revocation/crl/crl.ts';
import { readCrl } from '../../pki/revocation/crl/read-crl.ts';
import { fetchShared } from '../fetch-shared.ts';
import type { ProbeContext } from '../probe.ts';
import { createRecentFailures } from './recent-failures.ts';
import type { CrlReport } from './revocation-facts.ts';
import { type Allowance, keptUntil, spend, unreachable } from './revocation-question.ts';

export type FetchedCrl = {
  readonly url: string;
  readonly crl: Crl;
  readonly bytes: Uint8Array;
  /** Fetched before. */
  readonly cached: boolean;
  /** In the cache, and not only remembered for a minute. */
  readonly kept: boolean;
};

export type FetchedOrNot = FetchedCrl | { readonly report: CrlReport };

/** Shards of public authorities are below 1 MB; what is above 10 MB is not worth a check's time. */
const mostBytes = 10 * 1024 * 1024;

const failures = createRecentFailures<CrlReport>();
/** Read, and of no use to whoever fetched it: stale, say. Few, because they are large. */
const unused = createRecentFailures<FetchedCrl>(4);

/** From the cache, or null. */
export async function keptCrl(url: string, { cache }: ProbeContext): Promise<FetchedCrl | null> {
  const bytes = await cache.get(keyOf(url));
  if (bytes === null) return null;
  const crl = crlIn(bytes);
  return 'unreadable' in crl ? null : { url, crl, bytes, cached: true, kept: true };
}

/** Kept once it has been of use to somebody: then its signature was verified. */
export async function keepCrl({ url, crl, bytes, kept }: FetchedCrl, context: ProbeContext): Promise<void> {
  if (kept) return;
  unused.forget(keyOf(url), context);
  await context.cache.put(keyOf(url), bytes, keptUntil(crl.nextUpdate, context.now()));
}

/** Null when no further fetch is allowed. */
export async function fetchCrl(
  url: string,
  allowance: Allowance,
  context: ProbeContext,
): Promise<FetchedOrNot | null> {
  const key = keyOf(url);
  const failed = failures.find(key, context);
  if (failed !== null) return { report: { ...failed, cached: true } };
  const read = unused.find(key, context);
  if (read !== null) return { ...read, cached: true };
  if (!spend(allowance)) return null;
  const timeoutMs = allowance.leftMs();
  const fetched = await fetchShared(
    { key, url, maxBytes: mostBytes, timeoutMs, accept: 'application/pkix-crl' },
    context,
  );
  const report = (said: CrlReport['said']): CrlReport => ({
    source: 'crl',
    at: url,
    urls: [url],
    cached: false,
    said,
  });
  if (!fetched.fetched) {
    const said = unreachable(fetched, timeoutMs);
    if (said.trouble !== 'left') failures.remember(key, report(said), context);
    return { report: report(said) };
  }
  const crl = crlIn(fetched.bytes);
  if ('unreadable' in crl) {
    const unreadable = report({ kind: 'unreadable', problem: crl.unreadable });
    failures.remember(key, unreadable, context);
    return { report: unreadable };
  }
  const found = { url, crl, bytes: fetched.bytes, cached: false, kept: false };
  unused.remember(key, found, context);
  return found;
}

function keyOf(url: string): string {
  return `crl ${url}`;
}

const read = new WeakMap<Uint8Array, ReturnType<typeof readCrl>>();

/** A sweep asks the same bytes about hundreds of certificates. */
function crlIn(bytes: Uint8Array): ReturnType<typeof readCrl> {
  const known = read.get(bytes);
  if (known !== undefined) return known;
  const crl = readCrl(bytes);
  read.set(bytes, crl);
  return crl;
}
