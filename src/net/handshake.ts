import type { Socket } from 'node:net';
import { alertInText } from './tls/alerts.ts';
import { authorityTexts } from './tls/authority-names.ts';
import { type ClientOptions, type Seen, startClient } from './tls/client.ts';
import { failureOf } from './tls/failure.ts';
import { type Fate, handshakeFate, hangupAfterwards } from './tls/fate.ts';
import type { HandshakeOutcome, Session } from './tls/handshake-facts.ts';
import { endQuietly } from './tls/quiet-end.ts';
import { readServerFlight } from './tls/server-flight.ts';
import { rebuiltChain } from './tls/session-facts.ts';
import { tapSocket } from './tls/tap.ts';

/**
 * `serverName`: normalised, for SNI; null, and any address literal, sends none. `alpn`: in order of preference, empty
 * offers none. `secureContext`: created with `clientContextSettings`, once for all handshakes.
 */
export type HandshakeOptions = ClientOptions & { readonly timeoutMs: number; readonly signal: AbortSignal };

/** A server content without a client certificate sends its tickets within one round trip. */
const verdictWaitMs = 400;
/** How long the peer may take to close its side once we are done. */
const lingerMs = 500;

/**
 * Runs one TLS handshake over a connected socket and refuses nothing about the certificates. Takes the socket over:
 * it is closed when this resolves or, after a finished handshake, at most half a second later. Never rejects.
 */
export async function handshake(socket: Socket, options: HandshakeOptions): Promise<HandshakeOutcome> {
  const startedAt = performance.now();
  socket.setNoDelay(true);
  const tap = tapSocket(socket);
  const { secure, refusal, seen } = startClient(tap.stream, options);
  const fate: Fate =
    secure === null ? { kind: 'broken', error: refusal } : await handshakeFate(secure, options);
  const elapsedMs = performance.now() - startedAt;
  const inbound = tap.inbound();
  if (fate.kind !== 'connected') {
    secure?.destroy();
    tap.stream.destroy();
    const failure = failureOf({ fate, inbound, ended: tap.ended(), secret: seen.secret });
    return { completed: false, failure, elapsedMs };
  }
  tap.stop();
  const session = await sessionOf(fate, inbound, { seen, signal: options.signal });
  endQuietly(fate.secure, socket, { lingerMs, signal: options.signal });
  return { completed: true, session, elapsedMs };
}

async function sessionOf(
  { secure, negotiated }: Extract<Fate, { readonly kind: 'connected' }>,
  inbound: Uint8Array,
  { seen, signal }: { readonly seen: Seen; readonly signal: AbortSignal },
): Promise<Session> {
  const flight = readServerFlight(inbound, seen.secret);
  const authorities = flight.acceptableAuthorities;
  // Under TLS 1.2 the server has judged before its Finished.
  const undecided = authorities !== null && negotiated.protocol === 'TLSv1.3';
  const hangup = undecided ? await hangupAfterwards(secure, { timeoutMs: verdictWaitMs, signal }) : null;
  const rejectedWith = hangup?.error == null ? null : alertInText(hangup.error.message);
  return {
    ...negotiated,
    chain: flight.certificates ?? rebuiltChain(secure),
    asSent: flight.certificates !== null,
    stapled: flight.stapled ?? seen.stapled,
    clientCertificate: {
      requested: authorities !== null,
      authorities: authorityTexts(authorities ?? []),
      rejectedWith,
      ...(hangup !== null && rejectedWith === null ? { hungUp: true as const } : {}),
    },
  };
}
