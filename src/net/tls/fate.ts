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

/**
 * TLS 1.3 lets the client finish before the server has judged its (absent) certificate: resolves with the error that
 * says so, or with null once the server goes on (a session ticket, data), closes quietly, or says nothing in time.
 */
export function errorAfterwards(secure: TLSSocket, { timeoutMs, signal }: Waiting): Promise<Error | null> {
  const { promise, resolve } = Promise.withResolvers<Error | null>();
  const goesOn = () => resolve(null);
  const timer = setTimeout(goesOn, timeoutMs);
  signal.addEventListener('abort', goesOn, { once: true });
  secure.once('session', goesOn);
  secure.once('data', goesOn);
  secure.once('error', resolve);
  secure.once('close', goesOn);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', goesOn);
  });
}
