import type { Socket } from 'node:net';
import {
  type ConnectionOptions,
  connect as connectTls,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import type { buildConnector } from 'undici';
import { type DialOutcome, dial } from '../dial.ts';
import type { AllowedAddress } from '../policy.ts';
import { failed, type Phase, RequestError, type RequestFailure } from './failure.ts';

/** How the TLS of a request is done; without `secureContext` Node's own trust anchors count. */
export type TlsSettings = {
  /** SNI, and the name the certificate must be for; null for an address (RFC 6066 §3 forbids literals). */
  readonly serverName: string | null;
  readonly secureContext?: SecureContext;
  /** True unless somebody has judged the chain already. */
  readonly rejectUnauthorized?: boolean;
  /** Instead of Node's own name check; returns what is wrong. */
  readonly checkServerIdentity?: (hostname: string, certificate: PeerCertificate) => Error | undefined;
};

export type Connecting = {
  readonly address: AllowedAddress;
  readonly url: URL;
  readonly tls: TlsSettings;
  /** What ALPN offers. */
  readonly alpn: string;
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
  onPhase(phase: Phase): void;
  onConnected(socket: Socket): void;
};

/**
 * undici's `connect` for exactly one connection to one address. undici would dial again after some errors: a second
 * call fails, so that what broke the first is what gets told.
 */
export function pinnedConnector(connecting: Connecting): buildConnector.connector {
  let used = false;
  return (_options, callback) => {
    if (used) {
      callback(
        new RequestError(failed('reset', null, 'the connection broke before the request was sent')),
        null,
      );
      return;
    }
    used = true;
    openConnection(connecting).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}

/** TCP, and TLS for https; rejects with a `RequestError` or with what TLS says. The socket is the caller's to close. */
export async function openConnection(connecting: Connecting): Promise<Socket> {
  const { address, url, connectTimeoutMs: timeoutMs, signal } = connecting;
  connecting.onPhase('connecting');
  const dialled = await dial(address, { signal, timeoutMs });
  if (!dialled.connected) throw new RequestError(dialFailure(dialled, timeoutMs));
  connecting.onConnected(dialled.socket);
  if (url.protocol === 'http:') {
    connecting.onPhase('waiting');
    return dialled.socket;
  }
  connecting.onPhase('securing');
  const secured = await secure(dialled.socket, connecting);
  connecting.onPhase('waiting');
  return secured;
}

function secure(socket: Socket, { url, tls, alpn, signal }: Connecting): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const options: ConnectionOptions = {
    socket,
    // Not dialled: the name that Node's own check takes when there is no SNI.
    host,
    ALPNProtocols: [alpn],
    rejectUnauthorized: tls.rejectUnauthorized ?? true,
    ...(tls.serverName === null ? {} : { servername: tls.serverName }),
    ...(tls.secureContext === undefined ? {} : { secureContext: tls.secureContext }),
    ...(tls.checkServerIdentity === undefined ? {} : { checkServerIdentity: tls.checkServerIdentity }),
  };
  const secured = connectTls(options);
  const abort = (): void => {
    secured.destroy();
    reject(new RequestError(failed('aborted', null, 'stopped during the TLS handshake')));
  };
  signal.addEventListener('abort', abort);
  const leave = (): void => signal.removeEventListener('abort', abort);
  // Stays on for the time between the handshake and undici's own listeners.
  secured.on('error', (error) => {
    leave();
    secured.destroy();
    socket.destroy();
    reject(error);
  });
  secured.once('secureConnect', () => {
    leave();
    resolve(secured);
  });
  return promise;
}

function dialFailure(outcome: Extract<DialOutcome, { connected: false }>, timeoutMs: number): RequestFailure {
  const { failure, errno } = outcome;
  if (failure === 'aborted') return failed('aborted', null, 'stopped while connecting');
  if (failure === 'reset') return failed('reset', errno, 'the connection was reset as soon as it was there');
  const within = failure === 'timeout' && errno === null ? ` within ${Math.round(timeoutMs)} ms` : '';
  return failed('connect', errno, `no TCP connection${within} (${failure})`);
}
