import { duplexPair } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { type ClientVerdict, verifyErrorOf } from '../../pki/client/client-verdict.ts';
import type { LimboCase } from './suite.ts';

/** A whole handshake in memory, in which the peer of the case presents itself to a server of Node's. */
export async function presentToServer(limboCase: LimboCase, timeoutMs: number): Promise<ClientVerdict> {
  const [near, far] = duplexPair();
  const chain = [limboCase.peer_certificate, ...limboCase.untrusted_intermediates].join('\n');
  const own = createSecureContext({ cert: chain, key: limboCase.peer_certificate_key ?? '' });
  const server = new TLSSocket(far, {
    isServer: true,
    requestCert: true,
    rejectUnauthorized: false,
    secureContext: createSecureContext({
      cert: chain,
      key: limboCase.peer_certificate_key ?? '',
      ca: limboCase.trusted_certs,
    }),
  });
  const client = connect({ socket: near, secureContext: own, rejectUnauthorized: false });
  const { promise, resolve } = Promise.withResolvers<ClientVerdict>();
  const timer = setTimeout(
    () => resolve({ kind: 'no-verdict', why: 'the handshake took too long' }),
    timeoutMs,
  );
  const broken = (error: Error) =>
    resolve({
      kind: 'refused',
      code: 'code' in error ? String(error.code) : 'ERR_TLS',
      message: error.message,
    });
  server.on('error', broken);
  client.on('error', broken);
  server.on('secure', () => {
    const error = verifyErrorOf(server);
    resolve(
      error === null ? { kind: 'accepted' } : { kind: 'refused', code: error.code, message: error.message },
    );
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    client.destroy();
    server.destroy();
  }
}
