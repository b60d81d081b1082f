import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import type { Duplex } from 'node:stream';
import { failed, type RequestFailure } from '../http/failure.ts';
import { boundedHeaders } from '../http/headers.ts';
import { http2ErrorName } from '../http/http2-errors.ts';
import { userAgent } from '../http/user-agent.ts';
import type { Tap } from '../tls/tap.ts';

/** One unary call as it ended. */
export type CallEnd =
  /** The server finished the stream; trailers alone ("Trailers-Only") count as both. */
  | {
      readonly kind: 'finished';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly trailers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  /** RST_STREAM or GOAWAY, by the name of RFC 9113 §7. */
  | { readonly kind: 'ended-by-server'; readonly frame: 'RST_STREAM' | 'GOAWAY'; readonly code: string }
  | { readonly kind: 'broken'; readonly failure: RequestFailure };

export type Call = {
  /** `host:port`, the :authority. */
  readonly authority: string;
  readonly scheme: 'http' | 'https';
  readonly path: string;
  readonly message: Buffer;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

const mostBodyBytes = 64 * 1024;
const mostHeaderBytes = 64 * 1024;

/**
 * One gRPC call over a connection that is there (PROTOCOL-HTTP2.md). The session is destroyed when this resolves, the
 * connection with it.
 */
export async function callUnary(tap: Tap, call: Call): Promise<CallEnd> {
  const { connect } = await import('node:http2');
  const { promise, resolve } = Promise.withResolvers<CallEnd>();
  const { signal, timeoutMs } = call;
  const broken = (failure: RequestFailure): void => resolve({ kind: 'broken', failure });
  const deadline = setTimeout(
    () => broken(failed('timeout', null, `no whole answer within ${Math.round(timeoutMs)} ms`)),
    timeoutMs,
  );
  const abort = (): void => broken(failed('aborted', null, 'the call was stopped'));
  signal.addEventListener('abort', abort);
  const session = connect(`${call.scheme}://${call.authority}`, {
    createConnection: (): Duplex => tap.stream,
    maxHeaderListPairs: 128,
    maxSessionMemory: 4,
    maxReservedRemoteStreams: 0,
    settings: { enablePush: false, maxHeaderListSize: mostHeaderBytes },
  });
  try {
    if (signal.aborted) abort();
    listen(session, tap, resolve);
    read(request(session, call), tap, resolve);
    return await promise;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', abort);
    session.destroy();
    tap.stream.destroy();
  }
}

function request(session: ClientHttp2Session, { path, message, timeoutMs }: Call): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    te: 'trailers',
    'content-type': 'application/grpc',
    // Eight digits at most.
    'grpc-timeout': `${Math.max(1, Math.round(timeoutMs))}m`,
    'user-agent': userAgent,
  });
  stream.end(message);
  return stream;
}

function listen(session: ClientHttp2Session, tap: Tap, resolve: (end: CallEnd) => void): void {
  session.on('goaway', (code: number) => {
    if (code !== 0) resolve({ kind: 'ended-by-server', frame: 'GOAWAY', code: http2ErrorName(code) });
  });
  session.on('error', (error: NodeJS.ErrnoException) => resolve(brokenBy(error, tap)));
  session.on('close', () => resolve(brokenBy(null, tap)));
}

function read(stream: ClientHttp2Stream, tap: Tap, resolve: (end: CallEnd) => void): void {
  let head: { status: number; headers: Readonly<Record<string, string>> } | null = null;
  let trailers: Readonly<Record<string, string>> = {};
  const chunks: Buffer[] = [];
  let bodyBytes = 0;
  stream.on('response', (headers) => {
    head = { status: Number(headers[':status'] ?? 0), headers: plainHeaders(headers) };
  });
  stream.on('trailers', (headers) => {
    trailers = plainHeaders(headers);
  });
  stream.on('data', (chunk: Buffer) => {
    bodyBytes += chunk.length;
    if (bodyBytes <= mostBodyBytes) chunks.push(chunk);
    else if (head !== null) resolve({ kind: 'finished', ...head, trailers, body: Buffer.concat(chunks) });
  });
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A REFUSED_STREAM or the like comes as an error as well as a code.
    const code = stream.rstCode ?? 0;
    if (code === 0 || error.code !== 'ERR_HTTP2_STREAM_ERROR') resolve(brokenBy(error, tap));
    else resolve({ kind: 'ended-by-server', frame: 'RST_STREAM', code: http2ErrorName(code) });
  });
  stream.on('close', () => {
    const code = stream.rstCode ?? 0;
    // RFC 9113 §8.1: NO_ERROR after a whole answer says only that the request was not read to its end.
    if (head !== null && code === 0)
      resolve({ kind: 'finished', ...head, trailers, body: Buffer.concat(chunks) });
    else if (code !== 0)
      resolve({ kind: 'ended-by-server', frame: 'RST_STREAM', code: http2ErrorName(code) });
    else resolve(brokenBy(null, tap));
  });
}

function brokenBy(error: NodeJS.ErrnoException | null, tap: Tap): CallEnd {
  const code = error?.code ?? null;
  if (tap.ended() === 'reset' || code === 'ECONNRESET')
    return { kind: 'broken', failure: failed('reset', 'ECONNRESET', 'the connection was reset') };
  if (code?.startsWith('ERR_SSL') === true)
    return { kind: 'broken', failure: failed('tls', code, error?.message ?? 'TLS ended') };
  if (tap.ended() === 'closed' || error === null) {
    const failure = failed('empty-reply', code, 'the connection was closed without an answer');
    return { kind: 'broken', failure };
  }
  return {
    kind: 'broken',
    failure: failed('protocol-error', code, `its frames are not HTTP/2 (${error.message})`),
  };
}

function plainHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const raw = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(':') ? [] : [value ?? []].flat().flatMap((one) => [name, String(one)]),
  );
  return boundedHeaders(raw);
}
