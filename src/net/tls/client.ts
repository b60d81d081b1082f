import type { Duplex } from 'node:stream';
import {
  connect,
  type DetailedPeerCertificate,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { serverNameToSend } from './server-name.ts';

/** What only events tell; filled in while the handshake runs. */
export type Seen = {
  /** server_handshake_traffic_secret of TLS 1.3. */
  secret: Uint8Array | null;
  stapled: Uint8Array | null;
};

export type Client =
  | { readonly secure: TLSSocket; readonly refusal: null; readonly seen: Seen }
  /** OpenSSL would not begin: it refuses some host names, an underscore at the end of a label for one. */
  | { readonly secure: null; readonly refusal: Error; readonly seen: Seen };

export type ClientOptions = {
  readonly serverName: string | null;
  readonly alpn: readonly string[];
  readonly secureContext: SecureContext;
};

export function startClient(stream: Duplex, { serverName, alpn, secureContext }: ClientOptions): Client {
  const seen: Seen = { secret: null, stapled: null };
  const servername = serverNameToSend(serverName);
  let secure: TLSSocket;
  try {
    secure = connect({
      socket: stream,
      secureContext,
      rejectUnauthorized: false,
      requestOCSP: true,
      // Names are judged by rules of our own; Node's would hide what else is wrong.
      checkServerIdentity: () => undefined,
      ...(servername === null ? {} : { servername }),
      ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
    });
  } catch (thrown) {
    return { secure: null, refusal: thrown instanceof Error ? thrown : new Error(String(thrown)), seen };
  }
  // Node would build it, and every issuer with it, for `checkServerIdentity` alone: a seventh of what a look costs.
  secure.getPeerCertificate = noCertificate;
  // For whatever comes after the one error that is waited for.
  secure.on('error', () => undefined);
  secure.on('keylog', (line) => {
    seen.secret ??= handshakeSecret(line.toString('latin1'));
  });
  secure.on('OCSPResponse', (response: Buffer | null) => {
    seen.stapled = response !== null && response.length > 0 ? Uint8Array.from(response) : null;
  });
  return { secure, refusal: null, seen };
}

function noCertificate(): PeerCertificate & DetailedPeerCertificate {
  return {} as PeerCertificate & DetailedPeerCertificate;
}

/** One line of the NSS key log: label, client random, secret. */
function handshakeSecret(line: string): Uint8Array | null {
  const secret = /^SERVER_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]+ ([0-9a-f]+)/i.exec(line)?.[1];
  return secret === undefined ? null : Buffer.from(secret, 'hex');
}
