import type { DialFailure } from '../../net/dial.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { Upgrade, UpgradeFailure } from '../../net/starttls/upgrade.ts';
import type { ClientCertificateRequest, HandshakeFailure } from '../../net/tls/handshake-facts.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { SentEntry } from '../chain/chain-list.ts';

export type TlsFacts = {
  /** SNI sent; null for an address target (RFC 6066 §3 forbids literals). */
  readonly serverName: string | null;
  readonly addresses: readonly TlsAddress[];
  /** The certificate of ours that was shown where one was asked for; `certificate` null: there is none of that name. */
  readonly client?: { readonly name: string; readonly certificate: Certificate | null };
};

export type TlsAddress = {
  readonly address: AllowedAddress;
  readonly elapsedMs: number;
  /** What was said in the clear before TLS; left out where TLS begins with the first byte. */
  readonly upgrade?: Upgrade;
  readonly handshake:
    | { readonly kind: 'completed'; readonly session: TlsSession }
    | {
        readonly kind: 'failed';
        readonly failure: HandshakeFailure;
        /** The peer also drops a connection on which we say nothing: it is not our ClientHello it dislikes. */
        readonly dropsSilentClients: boolean;
        /** The list of certificates that had come by then; null: none. */
        readonly arrived: ArrivedList | null;
      }
    /** The address accepted a moment ago for the TCP probe and did not now. */
    | { readonly kind: 'not-connected'; readonly failure: DialFailure }
    /** The conversation before TLS did not lead to it. */
    | { readonly kind: 'not-upgraded'; readonly failure: UpgradeFailure };
};

export type ArrivedList = {
  /** The server's own, as far as the names tell; null when an entry up to it cannot be read. */
  readonly leaf: Certificate | null;
  readonly entries: readonly SentEntry[];
  /** The first one issued another of the list: no client can go on, for want of the right key. */
  readonly leafNotFirst: boolean;
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
  /** DER of the stapled OCSP response; null when none came. */
  readonly stapled: Uint8Array | null;
  readonly clientCertificate: ClientCertificateRequest;
  readonly openssl: { readonly code: string; readonly message: string } | null;
};
