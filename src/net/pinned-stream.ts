import type { Duplex } from 'node:stream';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { DialOutcome } from './dial.ts';
import { failed, type RequestFailure } from './http/failure.ts';
import type { Network } from './network.ts';
import type { AllowedAddress } from './policy.ts';
import { alertInText } from './tls/alerts.ts';
import { startClient } from './tls/client.ts';
import { type Fate, handshakeFate } from './tls/fate.ts';

/** How TLS is done below a protocol; the certificate is not judged here: the probe of the chain has done that. */
export type StreamTls = {
  readonly serverName: string | null;
  readonly alpn: readonly string[];
  readonly secureContext: SecureContext;
};

export type PinnedStreamOptions = {
  /** Null: in the clear. */
  readonly tls: StreamTls | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** A connection on which a protocol may begin. The stream is the caller's to destroy. */
export type PinnedStream =
  | { readonly open: true; readonly stream: Duplex; readonly alpn: string | null }
  | {
      readonly open: false;
      readonly failure: RequestFailure;
      /** RFC 7301 §3.2: the server has none of the protocols that were offered. */
      readonly noSharedProtocol: boolean;
    };

/** One connection to exactly that address, with TLS on it where the protocol has some. Never rejects. */
export async function openPinnedStream(
  to: AllowedAddress,
  network: Network,
  { tls, timeoutMs, signal }: PinnedStreamOptions,
): Promise<PinnedStream> {
  const started = performance.now();
  const dialled = await network.dial(to, { signal, timeoutMs });
  if (!dialled.connected) {
    return { open: false, failure: dialFailure(dialled, timeoutMs), noSharedProtocol: false };
  }
  const { socket } = dialled;
  if (tls === null) return { open: true, stream: socket, alpn: null };
  const { secure, refusal } = startClient(socket, tls);
  const left = Math.max(1, timeoutMs - (performance.now() - started));
  const fate: Fate =
    secure === null
      ? { kind: 'broken', error: refusal }
      : await handshakeFate(secure, { timeoutMs: left, signal });
  if (fate.kind === 'connected') {
    return { open: true, stream: fate.secure, alpn: protocolOf(fate.secure) };
  }
  secure?.destroy();
  socket.destroy();
  const noSharedProtocol = fate.kind === 'broken' && alertInText(fate.error?.message ?? '')?.number === 120;
  return { open: false, failure: tlsFailure(fate, timeoutMs), noSharedProtocol };
}

function protocolOf({ alpnProtocol }: TLSSocket): string | null {
  return typeof alpnProtocol === 'string' && alpnProtocol !== '' ? alpnProtocol : null;
}

function dialFailure(
  { failure, errno }: Extract<DialOutcome, { connected: false }>,
  timeoutMs: number,
): RequestFailure {
  if (failure === 'aborted') return failed('aborted', null, 'stopped while connecting');
  const within = failure === 'timeout' ? ` within ${Math.round(timeoutMs)} ms` : '';
  return failed('connect', errno, `no TCP connection${within} (${failure})`);
}

function tlsFailure(fate: Exclude<Fate, { kind: 'connected' }>, timeoutMs: number): RequestFailure {
  switch (fate.kind) {
    case 'timeout':
      return failed('timeout', null, `the TLS handshake did not end within ${Math.round(timeoutMs)} ms`);
    case 'aborted':
      return failed('aborted', null, 'stopped during the TLS handshake');
    case 'broken': {
      const { error } = fate;
      const code = error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
      return failed('tls', code, error?.message ?? 'the connection was closed during the TLS handshake');
    }
  }
}
