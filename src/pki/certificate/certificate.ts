import type { Fault } from './fault.ts';

/** The facts of one certificate (RFC 5280 §4). A malformed part is left out and named in `faults`. */
export type Certificate = {
  readonly der: Uint8Array;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint256: string;
  readonly version: number;
  /** Content bytes, hexadecimal, a leading 00 kept. */
  readonly serial: string;
  readonly subject: Name;
  readonly issuer: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Null: no SAN extension at all. */
  readonly names: SubjectAltNames | null;
  readonly publicKey: PublicKeyFacts;
  readonly signature: SignatureFacts;
  /** Null: extension absent. */
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  /** "digitalSignature", "keyCertSign", ...; null: absent, every use allowed. */
  readonly keyUsage: readonly string[] | null;
  /** "serverAuth", "clientAuth", "OCSPSigning", "anyExtendedKeyUsage" or the dotted OID; null: absent. */
  readonly extendedKeyUsage: readonly string[] | null;
  /** keyIdentifier, lower-case hexadecimal. */
  readonly authorityKeyId: string | null;
  readonly subjectKeyId: string | null;
  readonly issuerUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
  /** TLS feature status_request (RFC 7633). */
  readonly mustStaple: boolean;
  /** Embedded signed certificate timestamps (RFC 6962 §3.3), counted, not verified. */
  readonly embeddedScts: number;
  /** Dotted OIDs of critical extensions this reader does not process. */
  readonly unknownCritical: readonly string[];
  readonly selfIssued: boolean;
  /** What is wrong with its writing; empty for a clean one. */
  readonly faults: readonly Fault[];
};

export type Name = {
  /** RFC 4514-like, "CN=R11, O=Let's Encrypt, C=US"; most significant last. */
  readonly text: string;
  readonly commonName: string | null;
  readonly organization: string | null;
  /** Hexadecimal of the DER: equality of names is equality of this. */
  readonly raw: string;
};

export type SubjectAltNames = {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
  /** Anything else, "email:a@b", "uri:spiffe://x". */
  readonly other: readonly string[];
};

export type PublicKeyFacts = {
  /** "rsa", "rsa-pss", "ec", "ed25519", "dsa", "dh", "ml-dsa-65", ..., the dotted OID, or "unknown" for an unreadable one. */
  readonly type: string;
  readonly bits: number | null;
  /** "P-256", "brainpoolP256r1", ... or the dotted OID; null unless `ec`, and for a curve that is written out. */
  readonly curve: string | null;
  /** What an `rsa-pss` key is restricted to; left out where it is not. */
  readonly pss?: PssParameters;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly spki256: string;
};

export type SignatureFacts = {
  /** "ecdsa-with-SHA256", "sha256WithRSAEncryption", ... or the dotted OID. */
  readonly algorithm: string;
  /** "sha1", "sha256", "md5", ...; null where the algorithm has none (Ed25519). */
  readonly hash: string | null;
  /** Of RSASSA-PSS only. */
  readonly pss?: PssParameters;
};

/** RFC 4055 §3.1. Hashes by their names or dotted OIDs; the salt in bytes. */
export type PssParameters = {
  readonly hash: string;
  readonly mgfHash: string;
  readonly saltLength: number;
};
