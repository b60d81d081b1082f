import { setTimeout as pause } from 'node:timers/promises';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { parseCertificate } from '../../pki/certificate/parse-certificate.ts';
import { servedCertificates } from '../../pki/files/served-certificates.ts';
import { nameKey } from '../../pki/names/name-key.ts';
import { isSignedBy } from '../../pki/signatures/verify-signature.ts';
import { fetchShared } from '../fetch-shared.ts';
import type { ProbeContext } from '../probe.ts';
import { createRecentFailures } from '../revocation/recent-failures.ts';
import { type Allowance, askable, spend, unreachable } from '../revocation/revocation-question.ts';
import type { FailedFetch } from './repair-facts.ts';

/** `others`: served beside the issuers, and perhaps the issuers of those. */
export type FetchedIssuers = {
  readonly url: string;
  readonly issuers: readonly Certificate[];
  readonly others: readonly Certificate[];
};

const mostBytes = 64 * 1024;
const mostUrls = 6;
const mostAtOnce = 3;
/** How long an address is waited for before the next one is asked beside it. */
const staggerMs = 700;
const perFetchMs = 3000;
const keptMs = 24 * 3_600_000;
const accept = 'application/pkix-cert, application/pkcs7-mime, */*;q=0.5';

const failures = createRecentFailures<FailedFetch>();

/**
 * Asks every caIssuers address of a certificate in its order, the next one when the last has failed or is slow, until
 * one serves a certificate that issued it. Null when it names no address.
 */
export async function fetchIssuers(
  child: Certificate,
  allowance: Allowance,
  context: ProbeContext,
): Promise<FetchedIssuers | readonly FailedFetch[] | null> {
  const urls = askable(child.issuerUrls).slice(0, mostUrls);
  if (urls.length === 0) return null;
  const enough = new AbortController();
  const inner = { ...context, signal: AbortSignal.any([context.signal, enough.signal]) };
  const running = new Map<string, Promise<Attempt>>();
  const tried: FailedFetch[] = [];
  const waiting = [...urls];
  try {
    while (waiting.length > 0 || running.size > 0) {
      const url = running.size < mostAtOnce ? waiting.shift() : undefined;
      if (url !== undefined) running.set(url, attempt(url, child, allowance, inner));
      const ended = await firstOf(running, waiting.length > 0 && running.size < mostAtOnce, inner.signal);
      if (ended === null) continue;
      running.delete(ended.url);
      if ('issuers' in ended) return ended;
      tried.push(ended);
    }
    return tried;
  } finally {
    enough.abort();
  }
}

type Attempt = FetchedIssuers | FailedFetch;

/** Null: time to ask the next address as well. */
function firstOf(
  running: ReadonlyMap<string, Promise<Attempt>>,
  mayStartAnother: boolean,
  signal: AbortSignal,
): Promise<Attempt | null> {
  const attempts: Promise<Attempt | null>[] = [...running.values()];
  if (mayStartAnother) attempts.push(pause(staggerMs, null, { signal }).catch(() => null));
  return Promise.race(attempts);
}

async function attempt(
  url: string,
  child: Certificate,
  allowance: Allowance,
  context: ProbeContext,
): Promise<Attempt> {
  const key = `aia ${url}`;
  const kept = await context.cache.get(key);
  const known = kept && issuersIn(kept, url, child);
  if (known !== null && 'issuers' in known) return known;
  const failed = failures.find(key, context);
  if (failed !== null) return failed;
  if (!spend(allowance)) return { url, reason: 'Too much had been fetched already.' };
  const timeoutMs = Math.min(perFetchMs, allowance.leftMs());
  const { secureContext } = context.trust;
  const fetched = await fetchShared(
    { key, url, maxBytes: mostBytes, timeoutMs, accept, secureContext },
    context,
  );
  if (!fetched.fetched) {
    const failure = { url, reason: fetched.reason };
    if (unreachable(fetched, timeoutMs).trouble !== 'left') failures.remember(key, failure, context);
    return failure;
  }
  const read = issuersIn(fetched.bytes, url, child);
  if ('issuers' in read)
    await context.cache.put(key, fetched.bytes, new Date(context.now().getTime() + keptMs));
  return read;
}

function issuersIn(body: Uint8Array, url: string, child: Certificate): Attempt {
  const served = servedCertificates(body).flatMap((der) => {
    const read = parseCertificate(der);
    return 'unreadable' in read ? [] : [read];
  });
  const issuers = served.filter((one) => isIssuerOf(one, child));
  if (issuers.length > 0) return { url, issuers, others: served.filter((one) => !issuers.includes(one)) };
  if (served.length === 0) return { url, reason: 'What it serves is no certificate.' };
  return { url, reason: 'What it serves is not the issuer: another name or key, or no authority.' };
}

/** Name (RFC 5280 §7.1), signature, and the right to sign certificates: what makes an issuer, whoever serves it. */
export function isIssuerOf(candidate: Certificate, child: Certificate): boolean {
  if (candidate.fingerprint256 === child.fingerprint256) return false;
  if (nameKey(candidate.subject.raw) !== nameKey(child.issuer.raw)) return false;
  if (candidate.basicConstraints?.ca === false || candidate.keyUsage?.includes('keyCertSign') === false)
    return false;
  return isSignedBy(child, candidate);
}
