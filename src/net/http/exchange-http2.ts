import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { openConnection } from './connect.ts';
import type { ExchangeRequest } from './exchange.ts';
import { failed, failureFrom, type Phase, type RequestFailure, stoppedIn } from './failure.ts';
import { boundedHeaders, setCookies } from './headers.ts';
import { http2ErrorName } from './http2-errors.ts';
import { type Collector, type RequestOutcome, startCollecting } from './reading.ts';

const maxHeaderSize = 64 * 1024;
/** Frames of no use (PING, SETTINGS, empty DATA) are not handed over: they are bounded on the wire. */
const wireOverhead = 256 * 1024;

/**
 * One HTTP/2 request over a connection of its own, which is closed before this returns. Failure is a value; what the
 * server itself said (GOAWAY, RST_STREAM) is in its `errorCode` by the name of RFC 9113 §7.
 */
export async function exchangeHttp2(request: ExchangeRequest): Promise<RequestOutcome> {
  const { signal, timeoutMs } = request;
  const stop = new AbortController();
  const collector = startCollecting(request);
  const parts: { socket?: Socket; session?: ClientHttp2Session } = {};
  const deadline = setTimeout(() => collector.fail(stoppedIn(collector.phase(), timeoutMs)), timeoutMs);
  const wireLimit = maxHeaderSize * 2 + request.maxBodyBytes * 2 + wireOverhead;
  const watch = setInterval(() => {
    if ((parts.socket?.bytesRead ?? 0) > wireLimit)
      collector.fail(failed('protocol-error', null, 'frames without end'));
  }, 10);
  const abort = (): void => collector.fail(failed('aborted', null, 'the request was stopped'));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  else {
    converse(request, collector, parts, stop.signal).catch((error: Error) =>
      collector.fail(failureFrom(error, collector.phase())),
    );
  }
  try {
    return await collector.outcome;
  } finally {
    clearTimeout(deadline);
    clearInterval(watch);
    signal.removeEventListener('abort', abort);
    stop.abort();
    parts.session?.destroy();
    parts.socket?.destroy();
  }
}

async function converse(
  request: ExchangeRequest,
  collector: Collector,
  parts: { socket?: Socket; session?: ClientHttp2Session },
  stop: AbortSignal,
): Promise<void> {
  const { url, address, tls } = request;
  // On first use, as every library that is not needed at the start.
  const { connect } = await import('node:http2');
  const socket = await openConnection({
    address,
    url,
    tls,
    alpn: 'h2',
    connectTimeoutMs: Math.min(request.connectTimeoutMs, request.timeoutMs),
    signal: stop,
    onPhase: collector.enter,
    onConnected: (connected) => {
      parts.socket = connected;
    },
  });
  if (stop.aborted) {
    socket.destroy();
    return;
  }
  if (socket instanceof TLSSocket && socket.alpnProtocol !== 'h2') {
    socket.destroy();
    collector.fail(failed('protocol-error', 'NOT_NEGOTIATED', 'the server did not choose HTTP/2 (ALPN)'));
    return;
  }
  const session = connect(url.origin, {
    createConnection: () => socket,
    maxHeaderListPairs: 128,
    maxSessionMemory: 4,
    maxReservedRemoteStreams: 0,
    settings: { enablePush: false, maxHeaderListSize: maxHeaderSize },
  });
  parts.session = session;
  listen(session, collector);
  const stream = session.request(
    {
      ':method': request.method,
      ':scheme': url.protocol.slice(0, -1),
      ':authority': url.host,
      ':path': url.pathname + url.search,
      ...request.headers,
    },
    { endStream: true },
  );
  read(stream, collector);
}

function listen(session: ClientHttp2Session, collector: Collector): void {
  session.on('goaway', (code: number) => {
    if (code !== 0) collector.fail(said('GOAWAY', code));
  });
  session.on('error', (error: NodeJS.ErrnoException) =>
    collector.fail(sessionFailure(error, collector.phase())),
  );
  session.on('close', () => collector.fail(closed(collector.phase())));
}

function read(stream: ClientHttp2Stream, collector: Collector): void {
  stream.on('headers', () => collector.interim());
  stream.on('response', (headers) => {
    collector.enter('reading-head');
    const raw = rawHeaders(headers);
    collector.head({
      protocol: 'HTTP/2',
      status: Number(headers[':status'] ?? 0),
      headers: boundedHeaders(raw),
      cookies: setCookies(raw),
    });
  });
  stream.on('data', (chunk: Buffer) => collector.data(chunk));
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reset shows as an error before it shows as the close that names its code.
    if ((stream.rstCode ?? 0) === 0) collector.fail(sessionFailure(error, collector.phase()));
  });
  // Not at 'end': a body that was reset ends, too, and only then is its code known.
  stream.on('close', () => {
    const code = stream.rstCode ?? 0;
    // Node cancels by itself what was open when the connection went.
    const gone = code === cancelled && (stream.session === undefined || stream.session.closed);
    if (code === 0 && stream.readableEnded) collector.end();
    else if (code === 0 || gone) collector.fail(closed(collector.phase()));
    else collector.fail(said('RST_STREAM', code));
  });
}

/** CANCEL (RFC 9113 §7). */
const cancelled = 8;

function said(frame: 'GOAWAY' | 'RST_STREAM', code: number): RequestFailure {
  const name = http2ErrorName(code);
  return failed('protocol-error', name, `it ended with ${frame} ${name}`);
}

function closed(phase: Phase): RequestFailure {
  if (phase === 'reading-body')
    return failed('protocol-error', null, 'the connection was closed in the middle of the body');
  return failed('empty-reply', null, 'the connection was closed without a response');
}

/** nghttp2 complains of what the server sent; OpenSSL and the kernel of what lies below. */
function sessionFailure(error: NodeJS.ErrnoException, phase: Phase): RequestFailure {
  if (error.code?.startsWith('ERR_HTTP2') === true)
    return failed('protocol-error', error.code, `its frames are not HTTP/2 (${error.message})`);
  return failureFrom(error, phase);
}

function rawHeaders(headers: IncomingHttpHeaders): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(':') ? [] : [value ?? []].flat().flatMap((one) => [name, String(one)]),
  );
}
