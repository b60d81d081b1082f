import { connect, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type HandshakeOptions, handshake } from '../../src/net/handshake.ts';
import { clientContextSettings } from '../../src/net/tls/client-settings.ts';
import type { HandshakeFailure, HandshakeOutcome, Session } from '../../src/net/tls/handshake-facts.ts';
import { type OwnOptions, shakeHandsOurselves } from '../../src/net/tls/own-client/shake-hands.ts';
import { pemOf } from './farm/tls-server.ts';

const nobodyTrusted = trusting();

/** A client context whose only trust anchors are these. */
export function trusting(...anchors: readonly { readonly der: Uint8Array }[]): SecureContext {
  const ca = anchors.map(({ der }) => pemOf([der]));
  return createSecureContext({ ...clientContextSettings, ca });
}

/** Connects to a server of the farm and runs one handshake. */
export async function shake(
  server: Place,
  options: Partial<HandshakeOptions> = {},
): Promise<HandshakeOutcome> {
  const socket = await connectedTo(server);
  return handshake(socket, { ...usual(), secureContext: nobodyTrusted, ...options });
}

/** As `shake`, by our own client. */
export async function shakeOurselves(
  server: Place,
  options: Partial<OwnOptions> = {},
): Promise<HandshakeOutcome | null> {
  return shakeHandsOurselves(await connectedTo(server), { ...usual(), ...options });
}

type Place = { readonly address: string; readonly port: number };

function usual(): OwnOptions {
  const { signal } = new AbortController();
  return { serverName: 'site.test', alpn: ['http/1.1'], timeoutMs: 5_000, signal };
}

/** Paused, as `dial` hands sockets out. */
async function connectedTo(server: Place): Promise<Socket> {
  const socket = connect({ host: server.address, port: server.port });
  socket.pause();
  const connected = Promise.withResolvers<void>();
  socket.once('connect', connected.resolve);
  socket.on('error', connected.reject);
  await connected.promise;
  return socket;
}

export function sessionOf(outcome: HandshakeOutcome): Session {
  if (!outcome.completed) throw new Error(`The handshake failed: ${JSON.stringify(outcome.failure)}`);
  return outcome.session;
}

export function failureOf(outcome: HandshakeOutcome): HandshakeFailure {
  if (outcome.completed) throw new Error('The handshake completed.');
  return outcome.failure;
}
