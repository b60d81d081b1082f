import type { Socket } from 'node:net';
import type { AllowedAddress } from '../policy.ts';
import { pinnedConnector, type TlsSettings } from './connect.ts';
import { failed, stoppedIn } from './failure.ts';
import { type RequestOutcome, readingHandler, startCollecting } from './reading.ts';

export type ExchangeRequest = {
  readonly url: URL;
  readonly address: AllowedAddress;
  readonly tls: TlsSettings;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** Reading stops when more octets of body than this have come. */
  readonly maxBodyBytes: number;
  /** So many of them are kept. */
  readonly keepBytes: number;
  /** For TCP alone, within `timeoutMs`. */
  readonly connectTimeoutMs: number;
  /** For everything, the last octet of the body included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** Chrome reads 256 KiB of head, nginx sends 8: what is beyond 64 is an attack or a loop. */
const maxHeaderSize = 64 * 1024;
/** Chunks of one octet cost six on the wire. */
const chunkOverhead = 8;

/** One HTTP/1.1 request over a connection of its own, which is closed before this returns. Failure is a value. */
export async function exchange(request: ExchangeRequest): Promise<RequestOutcome> {
  const { url, signal, timeoutMs } = request;
  const stop = new AbortController();
  const reading = startCollecting(request);
  // On first use: loading undici takes longer than a whole check without HTTP.
  const { Client } = await import('undici');
  let socket: Socket | null = null;
  const client = new Client(url.origin, {
    connect: pinnedConnector({
      address: request.address,
      url,
      tls: request.tls,
      alpn: 'http/1.1',
      connectTimeoutMs: Math.min(request.connectTimeoutMs, timeoutMs),
      signal: stop.signal,
      onPhase: reading.enter,
      onConnected: (connected) => {
        socket = connected;
      },
    }),
    maxHeaderSize,
    // The deadline below covers the whole; undici's are per phase and half a second coarse.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const deadline = setTimeout(() => reading.fail(stoppedIn(reading.phase(), timeoutMs)), timeoutMs);
  // undici counts neither status lines nor chunk extensions: what is never handed over is bounded here.
  const wireLimit = maxHeaderSize * 2 + request.maxBodyBytes * chunkOverhead;
  const watch = setInterval(() => {
    if ((socket?.bytesRead ?? 0) > wireLimit)
      reading.fail(failed('protocol-error', null, 'framing without end'));
  }, 10);
  const abort = (): void => reading.fail(failed('aborted', null, 'the request was stopped'));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  else {
    const { method, headers, body } = request;
    // `reset` sends "connection: close": one request is all this connection is for.
    const path = url.pathname + url.search;
    client.dispatch({ method, path, headers, body, reset: true }, readingHandler(reading));
  }
  try {
    return await reading.outcome;
  } finally {
    clearTimeout(deadline);
    clearInterval(watch);
    signal.removeEventListener('abort', abort);
    stop.abort();
    await client.destroy();
  }
}
