import type { ClientCertificateRequest, HandshakeFailure } from '../net/handshake.ts';
import type { AllowedAddress } from '../net/policy.ts';
import type { Certificate } from '../pki/certificate.ts';

export type TlsFacts = {
  /** SNI sent; null for an address target (RFC 6066 §3 forbids literals). */
  readonly serverName: string | null;
  readonly addresses: readonly TlsAddress[];
};

export type TlsAddress = {
  readonly address: AllowedAddress;
  readonly elapsedMs: number;
  readonly handshake:
    | { readonly kind: 'completed'; readonly session: TlsSession }
    | { readonly kind: 'failed'; readonly failure: HandshakeFailure };
};

export type TlsSession = {
  readonly protocol: string;
  readonly cipher: string;
  readonly group: string | null;
  readonly groupBits: number | null;
  readonly alpn: string | null;
  /** The server's own list, in its order; entries that cannot be read are in `unreadable`. */
  readonly chain: readonly Certificate[];
  readonly unreadable: readonly { readonly position: number; readonly problem: string }[];
  readonly asSent: boolean;
  /** Length in bytes of all certificates together. */
  readonly chainBytes: number;
  /** Length in bytes of the stapled OCSP response; null when none came. */
  readonly stapledBytes: number | null;
  readonly clientCertificate: ClientCertificateRequest;
  readonly openssl: { readonly code: string; readonly message: string } | null;
};
