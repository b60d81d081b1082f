import { hostPort, isAddress } from '../../core/target.ts';
import { decodeBody } from '../../net/http/decode-body.ts';
import {
  type HttpResponse,
  type PinnedRequest,
  type RequestOutcome,
  requestPinned,
  requestPinnedHttp2,
} from '../../net/http/request.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import { hostAndPort } from '../../net/resolve.ts';
import { contextForTarget, type ProbeContext } from '../probe.ts';
import type { HttpFailure, HttpHop } from './http-facts.ts';
import { keptHeaders } from './kept-headers.ts';

export type HopRequest = {
  readonly url: URL;
  readonly address: AllowedAddress;
  /** The certificate served there was judged already, by our own rules and clock. */
  readonly judged: boolean;
  /** Cookie header; empty: none. */
  readonly cookies: string;
  /** For everything up to the last octet. */
  readonly timeoutMs: number;
};

export type HopOutcome = {
  readonly hop: HttpHop;
  readonly failure: HttpFailure | null;
  /** For what is done with a body and with cookies; null without a response. */
  readonly response: HttpResponse | null;
};

const mostBodyBytes = 256 * 1024;
const longestErrorText = 1024;
/** What an error page needs to be recognised, packed or not. */
const mostErrorBytes = 16 * 1024;

/** One GET over a connection of its own: HTTP/1.1, and HTTP/2 where the server speaks nothing else. */
export async function requestHop(asked: HopRequest, context: ProbeContext): Promise<HopOutcome> {
  const begun = performance.now();
  const askedAt = context.now();
  const request = pinnedRequest(asked, context);
  const first = await requestPinned(request);
  if (asked.url.protocol !== 'https:' || first.responded || !refusesHttp1(first.failure))
    return outcomeOf(asked, first, { askedAt, insteadOfHttp1: null });
  const timeoutMs = Math.max(1, asked.timeoutMs - (performance.now() - begun));
  const second = await requestPinnedHttp2({ ...request, timeoutMs });
  if (second.responded) return outcomeOf(asked, second, { askedAt, insteadOfHttp1: first.failure });
  return outcomeOf(asked, first, { askedAt, insteadOfHttp1: null });
}

/** The request as the probes ask it. */
export function pinnedRequest(
  { url, address, judged, cookies, timeoutMs }: HopRequest,
  context: ProbeContext,
) {
  const { host } = hostAndPort(url) ?? { host: url.hostname };
  return {
    url,
    address,
    serverName: isAddress(host) ? null : host,
    // Nobody a redirect leads to is shown our certificate.
    secureContext: judged ? contextForTarget(context) : context.trust.secureContext,
    rejectUnauthorized: !judged,
    method: 'GET',
    headers: cookies === '' ? {} : { cookie: cookies },
    maxBodyBytes: mostBodyBytes,
    keepBytes: mostBodyBytes,
    timeoutMs,
    signal: context.signal,
  } satisfies PinnedRequest;
}

/** RFC 7301 §3.2: no protocol in common; or frames of HTTP/2 where an HTTP/1.1 response should stand. */
function refusesHttp1({ kind, errorCode, message }: HttpFailure): boolean {
  if (kind === 'tls') return /NO_APPLICATION_PROTOCOL/.test(`${errorCode} ${message}`);
  return kind === 'protocol-error' || kind === 'empty-reply';
}

/** Three round trips to the other side of the world. */
const leastPatienceMs = 500;

/** A wait that our own deadline left next to no time for says nothing about the server. */
function givenTime(failure: HttpFailure, timeoutMs: number): HttpFailure {
  const ranOut = failure.kind === 'timeout' || failure.kind === 'connect';
  if (!ranOut || failure.errorCode !== null || timeoutMs >= leastPatienceMs) return failure;
  const message = `only ${Math.round(timeoutMs)} ms were left to ask in`;
  return { kind: 'aborted', errorCode: null, message };
}

async function outcomeOf(
  { url, address, timeoutMs }: HopRequest,
  outcome: RequestOutcome,
  seen: Pick<HttpHop, 'askedAt' | 'insteadOfHttp1'>,
): Promise<HopOutcome> {
  const base = { url: url.href, address: hostPort(address.ip, address.port), ...seen };
  if (!outcome.responded) {
    const { elapsedMs, phases } = outcome;
    const failure = givenTime(outcome.failure, timeoutMs);
    const hop: HttpHop = { ...base, ...withoutResponse, elapsedMs, phases };
    return { hop, failure, response: null };
  }
  const { response } = outcome;
  const { protocol, status, elapsedMs, phases, bodyBytes, bodyComplete, bodyFailure, quietMs } = response;
  const hop: HttpHop = {
    ...base,
    protocol,
    status,
    headers: keptHeaders(response.headers),
    cookieNames: response.cookies.map(nameOfCookie),
    elapsedMs,
    phases,
    bodyBytes,
    bodyComplete,
    bodyFailure,
    quietMs,
    errorText: status >= 400 ? await errorTextOf(response) : null,
  };
  return { hop, failure: null, response };
}

const withoutResponse = {
  protocol: 'HTTP/1.1',
  status: null,
  headers: {},
  cookieNames: [],
  bodyBytes: 0,
  bodyComplete: false,
  bodyFailure: null,
  quietMs: 0,
  errorText: null,
} as const satisfies Partial<HttpHop>;

function nameOfCookie(cookie: string): string {
  return (/^[^=;]*/.exec(cookie)?.[0] ?? '').trim().slice(0, 64);
}

async function errorTextOf({ bodyStart, headers }: HttpResponse): Promise<string | null> {
  const decoded = await decodeBody(bodyStart, headers, mostErrorBytes);
  return decoded.readable ? decoded.text.slice(0, longestErrorText) : null;
}
