import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Network } from '../network.ts';
import type { AllowedAddress } from '../policy.ts';
import { type HostAndPort, hostAndPort, resolveAllowed } from '../resolve.ts';
import { exchange } from './exchange.ts';
import type { HttpResponse, RequestOutcome } from './reading.ts';
import { userAgent } from './user-agent.ts';

export type FetchOptions = {
  readonly network: Network;
  readonly signal: AbortSignal;
  /** For everything: names, connections, redirects and the last octet. */
  readonly timeoutMs: number;
  /** A longer body is a failure, not a cut. */
  readonly maxBytes: number;
  /** Sent by POST; without it the request is a GET. */
  readonly body?: Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `refuse`: a redirect is an answer like any other that is no 200. */
  readonly redirects?: 'follow' | 'refuse';
  /** Trust anchors for https; Node's own without it. */
  readonly secureContext?: SecureContext;
};

export type FetchOutcome =
  | {
      readonly fetched: true;
      /** The last URL, after redirects. */
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array;
      readonly elapsedMs: number;
    }
  | {
      readonly fetched: false;
      readonly url: string;
      /** `refused`: the address policy or a rule here; `resolve`: the name; `http`: no or another answer; `body`: too large or cut. */
      readonly kind: 'refused' | 'resolve' | 'http' | 'body' | 'timeout' | 'aborted';
      /** Null when no response came. */
      readonly status: number | null;
      /** Headers of that response (Retry-After, say). */
      readonly headers: Readonly<Record<string, string>>;
      /** One sentence for a person. */
      readonly reason: string;
      readonly elapsedMs: number;
    };

type Failure = Extract<FetchOutcome, { fetched: false }>;
type Step = FetchOutcome | { readonly redirect: URL };
type Journey = FetchOptions & { readonly started: number };

const mostRedirects = 3;
const longestUrl = 2048;
/** A host with one dead address is still worth asking; with many, somebody plays for time. */
const mostAddresses = 3;

/**
 * Fetches what a stranger's URL points at (AIA, OCSP, CRL, ARI): through the address policy at every hop, uncompressed,
 * at most `maxBytes`. Only a 200 with its whole body is fetched; everything else is a failure with its reason.
 */
export async function fetchBounded(url: string, options: FetchOptions): Promise<FetchOutcome> {
  const journey: Journey = { ...options, started: performance.now() };
  let at = readUrl(url);
  if (at === null)
    return failure(
      journey,
      url.slice(0, longestUrl),
      'refused',
      'It is not an http(s) URL that can be fetched.',
    );
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const step: Step = await fetchOnce(at, journey);
    if ('fetched' in step) return step;
    at = step.redirect;
  }
  return failure(journey, at.href, 'http', `It redirects more than ${mostRedirects} times.`);
}

async function fetchOnce(url: URL, journey: Journey): Promise<Step> {
  const place = hostAndPort(url);
  if (place === null)
    return failure(journey, url.href, 'refused', 'Its URL is not http(s) or carries a password.');
  const resolution = await resolveAllowed(place, journey.network, {
    signal: journey.signal,
    timeoutMs: leftMs(journey),
  });
  if (!resolution.resolved) {
    const kind = resolution.kind === 'refused' || resolution.kind === 'aborted' ? resolution.kind : 'resolve';
    return failure(journey, url.href, kind, resolution.message);
  }
  const outcome = await firstConnected(url, place, resolution.addresses, journey);
  if (!outcome.responded) {
    const { kind, message } = outcome.failure;
    const known = kind === 'timeout' || kind === 'aborted' ? kind : 'http';
    return failure(journey, url.href, known, `The request failed: ${message}.`);
  }
  return judgeResponse(url, outcome.response, journey);
}

async function firstConnected(
  url: URL,
  place: HostAndPort,
  addresses: readonly [AllowedAddress, ...AllowedAddress[]],
  journey: Journey,
): Promise<RequestOutcome> {
  const [first, ...others] = addresses;
  let outcome = await requestAt(url, place, first, journey, Math.min(others.length, mostAddresses - 1));
  for (const [index, address] of others.slice(0, mostAddresses - 1).entries()) {
    if (outcome.responded || outcome.failure.kind !== 'connect') break;
    outcome = await requestAt(
      url,
      place,
      address,
      journey,
      Math.min(others.length, mostAddresses - 1) - index - 1,
    );
  }
  return outcome;
}

function requestAt(
  url: URL,
  { host }: HostAndPort,
  address: AllowedAddress,
  journey: Journey,
  addressesLeft: number,
): Promise<RequestOutcome> {
  const { body, contentType, accept = '*/*', headers = {}, secureContext, signal, maxBytes } = journey;
  const timeoutMs = leftMs(journey);
  return exchange({
    url,
    address,
    tls: {
      serverName: isIP(host) === 0 ? host : null,
      ...(secureContext === undefined ? {} : { secureContext }),
    },
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...headers,
      'user-agent': userAgent,
      accept,
      'accept-encoding': 'identity',
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    body: body ?? null,
    maxBodyBytes: maxBytes,
    keepBytes: maxBytes,
    connectTimeoutMs: timeoutMs / (addressesLeft + 1),
    timeoutMs,
    signal,
  });
}

function judgeResponse(url: URL, response: HttpResponse, journey: Journey): Step {
  const { status, headers } = response;
  const wrong = (kind: Failure['kind'], reason: string): Failure => ({
    ...failure(journey, url.href, kind, reason),
    status,
    headers,
  });
  if ([301, 302, 303, 307, 308].includes(status)) {
    if (journey.redirects === 'refuse')
      return wrong('http', `It answered ${status}, a redirect, which is not followed.`);
    const target = readUrl(headers.location ?? '', url);
    if (target === null)
      return wrong('http', `It answered ${status} without a Location that can be followed.`);
    if (url.protocol === 'https:' && target.protocol === 'http:')
      return wrong('refused', 'It redirects from https to http.');
    if (journey.body !== undefined && status < 307)
      return wrong('http', `It answered a POST with a redirect (${status}).`);
    return { redirect: target };
  }
  if (status !== 200) return wrong('http', `It answered ${status}.`);
  if (response.bodyFailure !== null) {
    const { kind, message } = response.bodyFailure;
    return wrong(kind === 'timeout' || kind === 'aborted' ? kind : 'body', `The body broke off: ${message}.`);
  }
  if (!response.bodyComplete) return wrong('body', `It is larger than ${journey.maxBytes} bytes.`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    return wrong('body', `It is ${encoding.slice(0, 40)}-encoded although that was not asked for.`);
  return { fetched: true, url: url.href, headers, bytes: response.bodyStart, elapsedMs: elapsedMs(journey) };
}

function readUrl(text: string, base?: URL): URL | null {
  return text === '' || text.length > longestUrl ? null : URL.parse(text, base?.href);
}

function failure(journey: Journey, url: string, kind: Failure['kind'], reason: string): Failure {
  return { fetched: false, url, kind, status: null, headers: {}, reason, elapsedMs: elapsedMs(journey) };
}

function elapsedMs({ started }: Journey): number {
  return performance.now() - started;
}

function leftMs(journey: Journey): number {
  return Math.max(1, journey.timeoutMs - elapsedMs(journey));
}
