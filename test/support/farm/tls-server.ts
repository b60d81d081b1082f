import type { KeyObject } from 'node:crypto';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { type FarmServer, type Place, startServer } from './listener.ts';

/** What a server shows: certificates in the order sent, the first belonging to the key. */
export type Identity = {
  readonly chain: readonly Uint8Array[];
  readonly key: KeyObject | string;
};

/** The identity of forged certificates: the first one's key, all of them sent in this order. */
export function identityOf(
  leaf: { readonly der: Uint8Array; readonly key: KeyObject },
  ...others: readonly { readonly der: Uint8Array }[]
): Identity {
  return { chain: [leaf, ...others].map(({ der }) => der), key: leaf.key };
}

export type TlsServerOptions = Place &
  Identity & {
    /** Passed to `tls.createServer` as they are; `ciphers` may need `@SECLEVEL=0` for weak ones. */
    readonly options?: TlsOptions;
    /** DER OCSPResponse stapled when the client asks. */
    readonly staple?: Uint8Array;
    /** What happens on a finished handshake; by default the connection is read and otherwise left alone. */
    readonly onSession?: (socket: TLSSocket) => void;
  };

/**
 * A real TLS server. OpenSSL sends the leaf, then the others in the order given, strangers and duplicates
 * included, but refuses a first certificate that does not belong to the key: see `startFlightServer` for those.
 *
 *     await using server = await startTlsServer(identityOf(leaf, intermediate));
 *
 * Without `@SECLEVEL=0` OpenSSL would not even load a SHA-1 or RSA 1024 leaf, so it is the default here.
 */
export function startTlsServer(settings: TlsServerOptions): Promise<FarmServer> {
  const { staple, onSession } = settings;
  const server = createServer({
    ciphers: 'DEFAULT:@SECLEVEL=0',
    noDelay: true,
    ...settings.options,
    cert: pemOf(settings.chain),
    key: keyPemOf(settings.key),
  });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    if (onSession === undefined) socket.resume();
    else onSession(socket);
  });
  if (staple !== undefined) {
    server.on('OCSPRequest', (_certificate, _issuer, done) => done(null, Buffer.from(staple)));
  }
  return startServer(server, settings);
}

export function pemOf(chain: readonly Uint8Array[]): string {
  return chain
    .map(
      (der) =>
        `${Buffer.from(der)
          .toString('base64')
          .replace(/.{1,64}/g, '$&\n')}`,
    )
    .map((body) => `-----BEGIN CERTIFICATE-----\n${body}-----END CERTIFICATE-----\n`)
    .join('');
}

export function keyPemOf(key: KeyObject | string): string {
  return typeof key === 'string' ? key : key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
