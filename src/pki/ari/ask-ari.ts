import type { AnswerCache } from '../../core/cache/answer-cache.ts';
import { retryAfter } from '../../core/text/retry-after.ts';
import type { RenewalWindow } from '../../core/watch/renewal/renewal.ts';
import type { FetchOutcome } from '../../net/http/fetch-bounded.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { AriDirectory } from './directories.ts';
import { readRenewalInfo, renewalInfoUrl } from './renewal-info.ts';
import { keepSilence, keptSilence, type Silence } from './silence.ts';

export type AriAnswer = { readonly kind: 'window'; readonly window: RenewalWindow } | Silence;

export type AskOptions = {
  /** A bounded GET through the address policy, over an https that is judged. */
  fetch(url: string): Promise<FetchOutcome>;
  readonly cache: AnswerCache;
  readonly now: () => Date;
  /** Fires when nobody waits for the answer any more; a fetch cut off otherwise says something about the CA. */
  readonly signal: AbortSignal;
};

const fairMs = 1000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** RFC 9773 §4.3.3: the wait where the CA names none. */
const usualWaitMs = 6 * 3_600_000;
/** After trouble that may be over soon: a timeout, a dead connection, a 5xx. */
const shortWaitMs = 10 * minuteMs;

/**
 * Asks the CA when this certificate should be renewed (RFC 9773 §4): its directory once a day, its renewalInfo as
 * often as Retry-After says. Whatever hinders it is an answer too, and kept for a while.
 */
export async function askAri(
  certificate: Certificate,
  certificateId: string,
  directory: AriDirectory,
  options: AskOptions,
): Promise<AriAnswer> {
  const listing = await fetchKept(directory.url, options);
  if ('kind' in listing) return { ...listing, detail: `its ACME directory: ${listing.detail}` };
  const base = renewalInfoUrl(listing.body);
  if (base !== null && typeof base !== 'string') {
    return forgo(directory.url, silent(base.reason, base.detail), options);
  }
  await keep(directory.url, listing, dayMs, options);
  if (base === null) return silent('not-offered', 'its ACME directory names no renewalInfo');

  const url = `${base.replace(/\/$/, '')}/${certificateId}`;
  const info = await fetchKept(url, options);
  if ('kind' in info) {
    const unknown = info.status === 404 || info.status === 410;
    return unknown ? { ...info, reason: 'not-known', detail: 'it does not know this certificate' } : info;
  }
  const window = readRenewalInfo(info.body, certificate, directory.name);
  if ('reason' in window && window.reason === 'malformed')
    return forgo(url, silent(window.reason, window.detail), options);
  // What is absurd is so by the dates of this certificate: of another with its name, a forged one, it says nothing.
  await keep(url, info, waitMs(info.headers, options.now()) ?? usualWaitMs, options);
  return 'reason' in window ? silent(window.reason, window.detail) : { kind: 'window', window };
}

type Body = { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> | null };

/** The body kept or fetched now; a failure is kept at once. */
async function fetchKept(url: string, options: AskOptions): Promise<Body | Silence> {
  const { cache, now, signal } = options;
  const kept = await cache.get(`ari ${url}`);
  if (kept !== null) return { body: kept, headers: null };
  const silence = await keptSilence(cache, url);
  if (silence !== null) return silence;
  const fetched = await options.fetch(url);
  if (fetched.fetched) return { body: fetched.bytes, headers: fetched.headers };
  const failure = silenceOf(fetched);
  // Cut off by us, before the CA had a fair chance: not its fault, so not remembered.
  if (fetched.kind === 'aborted' && (signal.aborted || fetched.elapsedMs < fairMs)) return failure;
  await keepSilence(cache, url, failure, new Date(now().getTime() + waitAfter(fetched, now())));
  return failure;
}

type Failure = Extract<FetchOutcome, { fetched: false }>;

function silenceOf({ kind, status, reason }: Failure): Silence {
  const told = kind === 'aborted' ? 'It did not answer in time.' : reason;
  const limited = status === 429;
  return { ...silent(limited ? 'rate-limited' : 'unreachable', sentencePart(told)), status };
}

function waitAfter({ status, headers }: Failure, now: Date): number {
  const asked = waitMs(headers, now);
  if (asked !== null) return asked;
  return status === null || status >= 500 ? shortWaitMs : usualWaitMs;
}

/** RFC 9773 §4.3.2: what the CA asks for, from one minute to one day; null when it asks for nothing. */
function waitMs(headers: Body['headers'], now: Date): number | null {
  const at = retryAfter(headers?.['retry-after'], now);
  if (at === null) return null;
  return Math.min(dayMs, Math.max(minuteMs, at.getTime() - now.getTime()));
}

/** Keeps what was fetched now; what came from the cache stays as long as it was promised to. */
async function keep(url: string, { body, headers }: Body, forMs: number, options: AskOptions): Promise<void> {
  if (headers === null) return;
  await options.cache.put(`ari ${url}`, body, new Date(options.now().getTime() + forMs));
}

async function forgo(url: string, silence: Silence, { cache, now }: AskOptions): Promise<Silence> {
  await keepSilence(cache, url, silence, new Date(now().getTime() + usualWaitMs));
  return silence;
}

/** That no window was heard, and why. */
export function silent(reason: Silence['reason'], detail: string): Silence {
  return { kind: 'silent', reason, detail, status: null };
}

/** "It answered 503." inside a longer sentence. */
function sentencePart(sentence: string): string {
  return sentence.replace(/^It /, 'it ').replace(/\.$/, '');
}
