import type { Certificate, Name, PublicKeyFacts, SubjectAltNames } from '../certificate/certificate.ts';
import type { Fault } from '../certificate/fault.ts';

/**
 * What stands in a file that somebody uploaded, pasted or named. It holds certificates and public facts only: of a
 * private key there is never more than its kind, its size and the hash of its public half.
 */
export type FileContents = {
  /** The outermost layer. */
  readonly format: FileFormat;
  /** The same in words, "a PKCS#12 key store"; of what is `unknown` what it is instead, "an HTML page". */
  readonly described: string;
  readonly sizeBytes: number;
  /** In the order found. */
  readonly certificates: readonly FoundCertificate[];
  /** Parts that should have been something and cannot be read. */
  readonly unreadable: readonly UnreadablePart[];
  readonly privateKeys: readonly FoundPrivateKey[];
  readonly publicKeys: readonly FoundPublicKey[];
  readonly requests: readonly FoundRequest[];
  readonly revocationLists: readonly FoundRevocationList[];
  /** Parts that are known for what they are and say nothing about certificates: "DH parameters". */
  readonly others: readonly OtherPart[];
  /** Parts that a password closes and that stayed closed. */
  readonly locked: readonly LockedPart[];
  /** What is odd about the file itself, one sentence each: "12 bytes mean nothing behind the certificate". */
  readonly problems: readonly string[];
  /** A private key stands in it: open, encrypted, cut off or of a kind that is not read here. */
  readonly privateKeySeen: boolean;
};

export type FileFormat =
  | 'empty'
  | 'pem'
  | 'der'
  | 'base64'
  | 'hex'
  | 'pkcs7'
  | 'pkcs12'
  | 'jks'
  | 'jceks'
  | 'openssh'
  | 'jwk'
  | 'unknown';

/** Where in the file a part stands. */
export type Placed = {
  /** "block 2", "entry 1", "bag 3"; for people. */
  readonly place: string;
  /** The name a key store gives it; null where there is none. */
  readonly alias: string | null;
};

export type FoundCertificate = Placed & { readonly certificate: Certificate };

export type UnreadablePart = Placed & {
  /** What it should have been: "a certificate". */
  readonly what: string;
  /** What is malformed and where. */
  readonly reason: string;
};

/** `needed`: none was given; `unsupported`: nobody's password helps; `too-costly`: over the limits set to strangers. */
export type LockReason = 'password-needed' | 'wrong-password' | 'unsupported' | 'too-costly';

export type FoundPrivateKey = Placed & {
  /** "PKCS#8", "PKCS#1", "SEC 1", "OpenSSH", ... */
  readonly form: string;
  readonly encrypted: boolean;
  /** Its public half; null when it stayed closed or nothing here can compute it. */
  readonly publicKey: PublicKeyFacts | null;
  readonly lock: LockReason | null;
  /** Why an open key could not be read; null when it was, or when it is locked. */
  readonly problem: string | null;
};

export type FoundPublicKey = Placed & { readonly publicKey: PublicKeyFacts };

/** A certificate signing request (RFC 2986). */
export type FoundRequest = Placed & {
  readonly subject: Name;
  /** Null: none were asked for. */
  readonly names: SubjectAltNames | null;
  readonly publicKey: PublicKeyFacts;
  readonly signature: 'valid' | 'invalid' | 'unusable';
  readonly faults: readonly Fault[];
};

export type FoundRevocationList = Placed & {
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly entries: number;
};

export type OtherPart = Placed & { readonly described: string };

export type LockedPart = Placed & {
  /** "the key store", "the private key". */
  readonly what: string;
  readonly reason: LockReason;
  /** One sentence for people, without any secret. */
  readonly detail: string;
};
