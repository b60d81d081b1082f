import { connect } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type HandshakeOptions, handshake } from '../../src/net/handshake.ts';
import { clientContextSettings } from '../../src/net/tls/client-settings.ts';
import type { HandshakeFailure, HandshakeOutcome, Session } from '../../src/net/tls/handshake-facts.ts';
import { pemOf } from './farm/tls-server.ts';

const nobodyTrusted = trusting();

/** A client context whose only trust anchors are these. */
export function trusting(...anchors: readonly { readonly der: Uint8Array }[]): SecureContext {
  const ca = anchors.map(({ der }) => pemOf([der]));
  return createSecureContext({ ...clientContextSettings, ca });
}

/** Connects to a server of the farm and runs one handshake. */
export async function shake(
  server: { readonly address: string; readonly port: number },
  options: Partial<HandshakeOptions> = {},
): Promise<HandshakeOutcome> {
  const socket = connect({ host: server.address, port: server.port });
  const connected = Promise.withResolvers<void>();
  socket.once('connect', connected.resolve);
  socket.once('error', connected.reject);
  await connected.promise;
  return handshake(socket, {
    serverName: 'site.test',
    alpn: ['http/1.1'],
    secureContext: nobodyTrusted,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    ...options,
  });
}

export function sessionOf(outcome: HandshakeOutcome): Session {
  if (!outcome.completed) throw new Error(`The handshake failed: ${JSON.stringify(outcome.failure)}`);
  return outcome.session;
}

export function failureOf(outcome: HandshakeOutcome): HandshakeFailure {
  if (outcome.completed) throw new Error('The handshake completed.');
  return outcome.failure;
}
