import type { PeerCertificate, SecureContext } from 'node:tls';
import type { AllowedAddress } from '../policy.ts';
import { type ExchangeRequest, exchange } from './exchange.ts';
import { exchangeHttp2 } from './exchange-http2.ts';
import type { RequestOutcome } from './reading.ts';
import { userAgent } from './user-agent.ts';

export type { RequestFailure } from './failure.ts';
export type { HttpResponse, RequestOutcome } from './reading.ts';

export type PinnedRequest = {
  /** http or https; its host and port become the Host header, its path and query the request line. */
  readonly url: URL;
  /** Where it goes, whatever the URL's host resolves to. */
  readonly address: AllowedAddress;
  /** SNI, and the name the certificate has to be for; null for an address. */
  readonly serverName: string | null;
  /** Node's own trust anchors without it. */
  readonly secureContext?: SecureContext;
  /** True unless said otherwise. */
  readonly rejectUnauthorized?: boolean;
  /** Instead of Node's name check; returns what is wrong. */
  readonly checkServerIdentity?: (hostname: string, certificate: PeerCertificate) => Error | undefined;
  readonly method: 'GET' | 'HEAD' | 'OPTIONS';
  /** Beside Host, User-Agent, Accept and Connection; a name among those replaces it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBodyBytes: number;
  /** Octets of the body to keep; 64 KiB unless given. */
  readonly keepBytes?: number;
  /** For everything from connecting to the last octet. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** What a page or a problem document needs to be recognised. */
const usuallyKept = 64 * 1024;

/** One HTTP/1.1 request that follows nothing. A body that breaks off is still a response, with `bodyFailure`. */
export function requestPinned(request: PinnedRequest): Promise<RequestOutcome> {
  return exchange(exchangeOf(request));
}

/** The same over HTTP/2, for https; `failure.errorCode` is then a name of RFC 9113 §7 where the server sent one. */
export function requestPinnedHttp2(request: PinnedRequest): Promise<RequestOutcome> {
  return exchangeHttp2(exchangeOf(request));
}

function exchangeOf(request: PinnedRequest): ExchangeRequest {
  const { url, address, method, maxBodyBytes, keepBytes = usuallyKept, timeoutMs, signal } = request;
  return {
    url,
    address,
    tls: request,
    method,
    headers: { 'user-agent': userAgent, accept: '*/*', ...request.headers },
    body: null,
    maxBodyBytes,
    keepBytes,
    connectTimeoutMs: timeoutMs,
    timeoutMs,
    signal,
  };
}
