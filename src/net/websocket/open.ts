import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { failed, type RequestFailure } from '../http/failure.ts';
import { type HeadRead, type ResponseHead, readResponseHead } from '../http/response-head.ts';
import type { Network } from '../network.ts';
import { openPinnedStream, type PinnedStreamOptions } from '../pinned-stream.ts';
import type { AllowedAddress } from '../policy.ts';
import { endStream, readerOf, type StreamEnd, type StreamReader } from '../stream-reader.ts';
import { type Conversation, converse, sayGoodbye } from './converse.ts';
import { type UpgradeFault, type UpgradeRequest, upgradeFaults, upgradeHead } from './handshake.ts';

export type WebSocketOptions = Omit<PinnedStreamOptions, 'timeoutMs'> &
  Omit<UpgradeRequest, 'key'> & {
    /** For the connection and the answer to the handshake. */
    readonly timeoutMs: number;
    /** For the pong after it. */
    readonly pongMs: number;
  };

/** What answered instead of HTTP/1.1, by its first octets. */
export type OtherVoice = 'http2' | 'tls' | 'unknown';

export type WebSocketOutcome =
  /** `noSharedProtocol`: the server refused http/1.1 (RFC 7301). */
  | { readonly kind: 'not-connected'; readonly failure: RequestFailure; readonly noSharedProtocol: boolean }
  | { readonly kind: 'no-answer'; readonly failure: RequestFailure }
  | { readonly kind: 'not-http'; readonly voice: OtherVoice; readonly firstBytes: Uint8Array }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly elapsedMs: number;
    }
  | {
      readonly kind: 'opened';
      readonly headers: Readonly<Record<string, string>>;
      /** The subprotocol the server chose. */
      readonly protocol: string | null;
      readonly faults: readonly UpgradeFault[];
      readonly elapsedMs: number;
      /** Null where a fault of the handshake ends it for clients. */
      readonly conversation: Conversation | null;
    };

const lingerMs = 250;
/** 100 Continue and 103 Early Hints may come first. */
const mostInterimHeads = 8;

/** Opens a WebSocket as RFC 6455 §4.1 wants it, pings it once and closes it. Never rejects, leaves nothing open. */
export async function openWebSocket(
  to: AllowedAddress,
  network: Network,
  options: WebSocketOptions,
): Promise<WebSocketOutcome> {
  const started = performance.now();
  const opened = await openPinnedStream(to, network, options);
  if (!opened.open) {
    const { failure, noSharedProtocol } = opened;
    return { kind: 'not-connected', failure, noSharedProtocol };
  }
  const { stream } = opened;
  const { signal } = options;
  try {
    const reader = readerOf(stream, signal);
    return await ask(stream, reader, options, started);
  } finally {
    endStream(stream, { lingerMs, signal });
  }
}

async function ask(
  stream: Duplex,
  reader: StreamReader,
  options: WebSocketOptions,
  started: number,
): Promise<WebSocketOutcome> {
  const request: UpgradeRequest = { ...options, key: randomBytes(16).toString('base64') };
  stream.write(upgradeHead(request));
  const left = (): number => Math.max(1, options.timeoutMs - (performance.now() - started));
  const { read, rest, end } = await readHead(reader, left);
  const elapsedMs = performance.now() - started;
  if (end !== null)
    return { kind: 'no-answer', failure: endFailure(end, rest.length > 0, options.timeoutMs) };
  if (read === null) {
    return { kind: 'not-http', voice: voiceOf(rest), firstBytes: Uint8Array.from(rest.subarray(0, 256)) };
  }
  const { status, headers } = read;
  if (status !== 101) return { kind: 'answered', status, headers, elapsedMs };
  const faults = upgradeFaults(read, request);
  const protocol = headers['sec-websocket-protocol']?.trim() ?? null;
  const base = { kind: 'opened', headers, protocol, faults, elapsedMs } as const;
  if (faults.length > 0) return { ...base, conversation: null };
  const conversation = await converse(stream, reader, { first: rest, waitMs: options.pongMs });
  const { kind } = conversation.end;
  // RFC 6455 §7.4.1: 1000 all is done, 1002 a protocol error.
  if (kind !== 'dropped' && kind !== 'aborted') sayGoodbye(stream, kind === 'bad-frame' ? 1002 : 1000);
  return { ...base, conversation };
}

type Arrived =
  | { readonly read: ResponseHead; readonly rest: Buffer; readonly end: null }
  /** It is not HTTP. */
  | { readonly read: null; readonly rest: Buffer; readonly end: null }
  | { readonly read: null; readonly rest: Buffer; readonly end: StreamEnd };

/** The first final head, and what came behind it. */
async function readHead(reader: StreamReader, leftMs: () => number): Promise<Arrived> {
  let buffer: Buffer = Buffer.alloc(0);
  let interim = 0;
  for (;;) {
    const read: HeadRead = buffer.length === 0 ? 'incomplete' : readResponseHead(buffer);
    if (read === 'not-http') return { read: null, rest: buffer, end: null };
    if (read === 'incomplete') {
      const more = await reader.next(leftMs());
      if (typeof more === 'string') return { read: null, rest: buffer, end: more };
      buffer = Buffer.concat([buffer, more]);
      continue;
    }
    buffer = buffer.subarray(read.length);
    const isInterim = read.status < 200 && read.status !== 101;
    if (!isInterim) return { read, rest: buffer, end: null };
    interim += 1;
    if (interim > mostInterimHeads) return { read: null, rest: buffer, end: 'timeout' };
  }
}

function endFailure(end: StreamEnd, hadBytes: boolean, timeoutMs: number): RequestFailure {
  switch (end) {
    case 'timeout':
      return failed('timeout', null, `no whole answer within ${Math.round(timeoutMs)} ms`);
    case 'aborted':
      return failed('aborted', null, 'the request was stopped');
    case 'reset':
      return failed('reset', 'ECONNRESET', 'the connection was reset');
    case 'closed':
      return hadBytes
        ? failed('protocol-error', null, 'closed in the middle of the response head')
        : failed('empty-reply', null, 'the connection was closed without a byte of a response');
  }
}

/** RFC 9113 §3.4: a server's first frame is SETTINGS, on stream 0. RFC 8446 §5.1: an alert is record type 21. */
function voiceOf(bytes: Buffer): OtherVoice {
  if (bytes.length >= 9 && bytes[3] === 4 && bytes.readUInt32BE(5) === 0) return 'http2';
  if (bytes.length >= 3 && (bytes[0] === 21 || bytes[0] === 22) && bytes[1] === 3) return 'tls';
  return 'unknown';
}
