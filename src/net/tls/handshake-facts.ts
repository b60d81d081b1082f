import type { Alert } from './alerts.ts';

export type HandshakeOutcome =
  | { readonly completed: true; readonly session: Session; readonly elapsedMs: number }
  | { readonly completed: false; readonly failure: HandshakeFailure; readonly elapsedMs: number };

/** What a server showed during one TLS handshake that was never refused by us. Bytes are as sent. */
export type Session = {
  /** "TLSv1.3", "TLSv1.2", ... */
  readonly protocol: string;
  /** IANA name, "TLS_AES_128_GCM_SHA256". */
  readonly cipher: string;
  /** Key exchange: "X25519", "X25519MLKEM768", "P-256", "DH"; null for static RSA. */
  readonly group: string | null;
  readonly groupBits: number | null;
  readonly alpn: string | null;
  /** DER certificates of the server's own Certificate message, in its order, strangers and duplicates included. */
  readonly chain: readonly Uint8Array[];
  /** True when `chain` was read from the wire; false when it had to be taken from Node's rebuilt view. */
  readonly asSent: boolean;
  /** DER OCSPResponse, if one was stapled (RFC 6066 §8, RFC 8446 §4.4.2.1). */
  readonly stapled: Uint8Array | null;
  readonly clientCertificate: ClientCertificateRequest;
  /** What this Node's OpenSSL says of the chain with our trust anchors; null when it is content. Names are not judged. */
  readonly openssl: { readonly code: string; readonly message: string } | null;
};

export type ClientCertificateRequest = {
  readonly requested: boolean;
  /** Distinguished names the server would accept, as text, at most 20 of them. */
  readonly authorities: readonly string[];
  /** The alert that ended the connection after it was withheld, if any. */
  readonly rejectedWith: Alert | null;
  /** It ended the connection after the handshake without such an alert, before anybody said a word. */
  readonly hungUp?: true;
};

export type HandshakeFailure = {
  readonly kind: /** Nothing, or not enough, came before the deadline. */
    | 'timeout'
    /** RST. */
    | 'reset'
    /** FIN before the handshake ended. */
    | 'closed'
    /** The peer sent an alert. */
    | 'alert'
    /** The first bytes are no TLS record; see `spoke`. */
    | 'not-tls'
    /** We refused: a DH group, a key or a message outside what OpenSSL takes; see `errorCode`. */
    | 'refused-by-us'
    | 'aborted'
    | 'other';
  readonly alert: Alert | null;
  /** What answered instead of TLS, by its first bytes. */
  readonly spoke: 'http' | 'ssh' | 'smtp' | 'ftp' | 'imap' | 'pop3' | 'mysql' | 'xmpp' | 'unknown' | null;
  /** The first bytes that arrived, at most 256. */
  readonly firstBytes: Uint8Array;
  /** Whether the server had answered with a ServerHello before it broke. */
  readonly sawServerHello: boolean;
  /** Whether it had asked for a client certificate before it broke. */
  readonly sawCertificateRequest: boolean;
  /** Issuers it would have taken, as in `ClientCertificateRequest`; left out: it had not asked. */
  readonly authorities?: readonly string[];
  /** Node's or OpenSSL's own code, "ERR_SSL_DH_KEY_TOO_SMALL"; null for our deadline. */
  readonly errorCode: string | null;
  /** Certificates that had arrived by then. */
  readonly chain: readonly Uint8Array[];
};
