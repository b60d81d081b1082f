import type { TLSSocket } from 'node:tls';
import { type NegotiatedFacts, negotiatedFacts } from './session-facts.ts';

/** How the wait for a handshake ended. */
export type Fate =
  | { readonly kind: 'connected'; readonly secure: TLSSocket; readonly negotiated: NegotiatedFacts }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'broken'; readonly error: Error | null };

export type Waiting = { readonly timeoutMs: number; readonly signal: AbortSignal };

export function handshakeFate(secure: TLSSocket, { timeoutMs, signal }: Waiting): Promise<Fate> {
  if (signal.aborted) return Promise.resolve({ kind: 'aborted' });
  const { promise, resolve } = Promise.withResolvers<Fate>();
  const timer = setTimeout(() => resolve({ kind: 'timeout' }), timeoutMs);
  const abort = () => resolve({ kind: 'aborted' });
  signal.addEventListener('abort', abort, { once: true });
  secure.once('secureConnect', () => {
    resolve({ kind: 'connected', secure, negotiated: negotiatedFacts(secure) });
  });
  secure.once('error', (error) => resolve({ kind: 'broken', error }));
  secure.once('close', () => resolve({ kind: 'broken', error: null }));
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  });
}

/** How a server ends the connection by itself once the handshake is done. */
export type Hangup = { readonly error: Error | null };

/** Tickets leave with the server's last word on the handshake; an application that wants no more hangs up behind them. */
const afterTicketMs = 50;

/**
 * TLS 1.3 lets the client finish before the server has judged its (absent) certificate: resolves with how it hung up, or
 * with null once the server goes on (data, a session ticket and no end behind it) or says nothing in time.
 */
export function hangupAfterwards(secure: TLSSocket, { timeoutMs, signal }: Waiting): Promise<Hangup | null> {
  const { promise, resolve } = Promise.withResolvers<Hangup | null>();
  const goesOn = () => resolve(null);
  const closes = () => resolve({ error: null });
  let timer = setTimeout(goesOn, timeoutMs);
  signal.addEventListener('abort', goesOn, { once: true });
  secure.once('session', () => {
    clearTimeout(timer);
    timer = setTimeout(goesOn, afterTicketMs);
  });
  secure.once('data', goesOn);
  secure.once('error', (error) => resolve({ error }));
  secure.once('end', closes);
  secure.once('close', closes);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', goesOn);
  });
}
