import type { RequestFailure } from '../http/failure.ts';
import type { Network } from '../network.ts';
import { openPinnedStream, type StreamTls } from '../pinned-stream.ts';
import type { AllowedAddress } from '../policy.ts';
import { tapSocket } from '../tls/tap.ts';
import { type CallEnd, callUnary } from './call.ts';
import { healthRequest, readHealth, type ServingStatus } from './health-message.ts';
import { grpcMessage } from './status.ts';

export type HealthOptions = {
  /** Null: in the clear ("h2c with prior knowledge"). */
  readonly tls: Omit<StreamTls, 'alpn'> | null;
  readonly authority: string;
  /** Full name of the service asked about; "": the server as a whole. */
  readonly service: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type HealthAnswer =
  | { readonly kind: 'health'; readonly serving: ServingStatus }
  /** A gRPC answer that is not OK; `message` is the server's own, decoded. */
  | { readonly kind: 'status'; readonly code: number; readonly message: string }
  /** grpc-status OK, and a message that cannot be read. */
  | { readonly kind: 'bad-message'; readonly problem: string }
  /** HTTP/2, and nothing of gRPC in the answer. */
  | { readonly kind: 'not-grpc'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'ended-by-server'; readonly frame: 'RST_STREAM' | 'GOAWAY'; readonly code: string }
  /** The bytes are another protocol's. */
  | {
      readonly kind: 'not-http2';
      readonly voice: 'http1' | 'tls' | 'unknown';
      readonly firstBytes: Uint8Array;
    }
  | { readonly kind: 'not-connected'; readonly failure: RequestFailure; readonly noSharedProtocol: boolean }
  | { readonly kind: 'no-answer'; readonly failure: RequestFailure };

export type HealthOutcome = {
  readonly answer: HealthAnswer;
  /** The protocol chosen in TLS; null without TLS, and where the server chose none. */
  readonly alpn: string | null;
  readonly elapsedMs: number;
};

const healthPath = '/grpc.health.v1.Health/Check';

/** Asks a gRPC server for the health of a service (grpc/grpc doc/health-checking.md). Never rejects, leaves nothing open. */
export async function checkHealth(
  to: AllowedAddress,
  network: Network,
  options: HealthOptions,
): Promise<HealthOutcome> {
  const started = performance.now();
  const { tls, authority, service, timeoutMs, signal } = options;
  const opened = await openPinnedStream(to, network, {
    tls: tls === null ? null : { ...tls, alpn: ['h2'] },
    timeoutMs,
    signal,
  });
  const ended = (answer: HealthAnswer, alpn: string | null = null): HealthOutcome => ({
    answer,
    alpn,
    elapsedMs: performance.now() - started,
  });
  if (!opened.open) {
    const { failure, noSharedProtocol } = opened;
    return ended({ kind: 'not-connected', failure, noSharedProtocol });
  }
  const tap = tapSocket(opened.stream);
  const end = await callUnary(tap, {
    authority,
    scheme: tls === null ? 'http' : 'https',
    path: healthPath,
    message: healthRequest(service),
    timeoutMs: Math.max(1, timeoutMs - (performance.now() - started)),
    signal,
  });
  return ended(answerOf(end, tap.inbound()), opened.alpn);
}

function answerOf(end: CallEnd, inbound: Buffer): HealthAnswer {
  switch (end.kind) {
    case 'finished':
      return answerIn(end);
    case 'ended-by-server':
      return end;
    case 'broken': {
      const voice = isHttp2(inbound) ? null : voiceOf(inbound);
      if (voice === null || end.failure.kind === 'aborted')
        return { kind: 'no-answer', failure: end.failure };
      return { kind: 'not-http2', voice, firstBytes: Uint8Array.from(inbound.subarray(0, 256)) };
    }
  }
}

function answerIn({ status, headers, trailers, body }: Extract<CallEnd, { kind: 'finished' }>): HealthAnswer {
  // Trailers-Only: the status stands in the one header block.
  const written = trailers['grpc-status'] ?? headers['grpc-status'];
  const isGrpc = headers['content-type']?.startsWith('application/grpc') === true;
  if (written === undefined) {
    if (!isGrpc || status !== 200) return { kind: 'not-grpc', status, headers };
    return { kind: 'bad-message', problem: 'the answer ends without grpc-status' };
  }
  if (!/^\d{1,3}$/.test(written)) {
    return {
      kind: 'bad-message',
      problem: `grpc-status is ${JSON.stringify(written.slice(0, 40))}, not a number`,
    };
  }
  const code = Number(written);
  if (code !== 0) {
    const message = grpcMessage(trailers['grpc-message'] ?? headers['grpc-message'] ?? '');
    return { kind: 'status', code, message };
  }
  const read = readHealth(body);
  return read.readable
    ? { kind: 'health', serving: read.serving }
    : { kind: 'bad-message', problem: read.problem };
}

/** RFC 9113 §3.4: whoever speaks HTTP/2 begins with SETTINGS on stream 0. Nothing at all is no other protocol either. */
function isHttp2(bytes: Buffer): boolean {
  return bytes.length === 0 || (bytes.length >= 9 && bytes[3] === 4 && bytes.readUInt32BE(5) === 0);
}

function voiceOf(bytes: Buffer): 'http1' | 'tls' | 'unknown' {
  if (bytes.subarray(0, 7).toString('latin1') === 'HTTP/1.') return 'http1';
  return (bytes[0] === 21 || bytes[0] === 22) && bytes[1] === 3 ? 'tls' : 'unknown';
}
