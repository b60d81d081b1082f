import type { Socket } from 'node:net';
import { type Broken, failureOf } from '../failure.ts';
import type { HandshakeOutcome, Session } from '../handshake-facts.ts';
import { awaitTheirEnd } from '../quiet-end.ts';
import { serverNameToSend } from '../server-name.ts';
import { isReset } from '../tap.ts';
import { type ExchangeEnd, exchange } from './exchange.ts';
import { startOwnHandshake } from './own-handshake.ts';
import { ownHello } from './own-hello.ts';

export type OwnOptions = {
  /** As for `handshake`. */
  readonly serverName: string | null;
  readonly alpn: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** How long the peer may take to close its side once we are done. */
const lingerMs = 500;

/**
 * A handshake of our own in place of OpenSSL's: the same hello, the same facts, a third of the work. OpenSSL's verdict on the
 * certificates is not among them (`openssl` is null). Null: the server does what OpenSSL should judge; look again with it.
 * Takes the socket over: it is closed when this resolves or, after a finished handshake, at most half a second later. Never rejects.
 */
export async function shakeHandsOurselves(
  socket: Socket,
  options: OwnOptions,
): Promise<HandshakeOutcome | null> {
  const startedAt = performance.now();
  const hello = ownHello(serverNameToSend(options.serverName), options.alpn);
  if (hello === null) {
    socket.destroy();
    return null;
  }
  const handshake = startOwnHandshake(hello);
  const { end, inbound } = await exchange(socket, { first: hello.record, step: handshake.step }, options);
  const elapsedMs = performance.now() - startedAt;
  if (end.kind === 'finished') {
    awaitTheirEnd(socket, { lingerMs, signal: options.signal });
    // Unread data would hold back the peer's FIN.
    socket.resume();
    const session = { ...end.session, clientCertificate: notAsked, openssl: null };
    return { completed: true, session, elapsedMs };
  }
  socket.destroy();
  if (end.kind === 'given-up') return null;
  const failure = failureOf({ ...brokenBy(end), inbound, secret: handshake.secret() });
  const isForOpenssl = failure.kind === 'not-tls' || failure.kind === 'alert';
  return isForOpenssl ? null : { completed: false, failure, elapsedMs };
}

const notAsked: Session['clientCertificate'] = { requested: false, authorities: [], rejectedWith: null };

type Unfinished = Exclude<ExchangeEnd, { readonly kind: 'finished' } | { readonly kind: 'given-up' }>;

/** In Node's own words, so that it makes no difference who shook hands. */
function brokenBy(end: Unfinished): Pick<Broken, 'fate' | 'ended'> {
  switch (end.kind) {
    case 'timeout':
    case 'aborted':
      return { fate: end, ended: null };
    case 'closed':
      return { fate: { kind: 'broken', error: disconnected() }, ended: 'closed' };
    case 'broken':
      return { fate: end, ended: isReset(end.error) ? 'reset' : null };
  }
}

function disconnected(): Error {
  return Object.assign(new Error('the peer closed the connection'), { code: 'ECONNRESET' });
}
