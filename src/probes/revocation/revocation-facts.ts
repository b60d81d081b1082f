import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { CrlProblem } from '../../pki/revocation/crl/crl-answer.ts';
import type { OcspFailure, OcspNote } from '../../pki/revocation/ocsp/ocsp-answer.ts';

/** What is known about the revocation of every certificate of every verified path. */
export type RevocationFacts = { readonly chains: readonly ChainRevocation[] };

export type ChainRevocation = {
  /** Addresses that serve this list of certificates, as `ip:port`. */
  readonly addresses: readonly string[];
  /** Of a public authority: the Baseline Requirements bind it. */
  readonly publiclyTrusted: boolean;
  /** Leaf first; the trust anchor is left out: nobody revokes it by OCSP or CRL. */
  readonly certificates: readonly CertificateRevocation[];
};

export type CertificateRevocation = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly place: 'leaf' | 'intermediate';
  /** Everybody who was asked, and what each said. */
  readonly reports: readonly SourceReport[];
  readonly adopted: Adopted;
};

/** The answer that counts. Only what can be trusted makes it good, and one such "revoked" outweighs any "good". */
export type Adopted =
  | { readonly status: 'good'; readonly by: SourceKind; readonly until: Date | null }
  | {
      readonly status: 'revoked';
      readonly by: SourceKind;
      readonly at: Date;
      /** CRLReason by its name ("keyCompromise"); null: none was given. */
      readonly reason: string | null;
    }
  | { readonly status: 'unchecked'; readonly because: Unchecked };

export type Unchecked =
  /** The certificate names no place to ask. */
  | 'no-pointer'
  /** No place to ask, and none is due: it lives too short to be worth revoking (BR §4.9.1). */
  | 'short-lived'
  /** Every place it names is of a kind that is not asked (ldap). */
  | 'no-usable-pointer'
  /** Somebody was asked, and nobody gave an answer that counts. */
  | 'no-answer';

export type SourceKind = 'staple' | 'ocsp' | 'crl';

export type SourceReport = OcspReport | CrlReport;

export type OcspReport = {
  readonly source: 'staple' | 'ocsp';
  /** The URL of the responder; of a staple the addresses that send it. */
  readonly at: string;
  /** The URL with the request in it, for who wants to ask again; null: it went by POST, or nobody asked. */
  readonly asked: string | null;
  /** From what was fetched before. */
  readonly cached: boolean;
  readonly said:
    | Told
    /** The responder does not know the certificate. */
    | { readonly kind: 'unknown' }
    | Unreachable
    | { readonly kind: 'refused'; readonly failure: OcspFailure };
};

export type CrlReport = {
  readonly source: 'crl';
  /** All of `urls` in one text. */
  readonly at: string;
  /** Of the list, of its further parts, and of the delta that was read beside it. */
  readonly urls: readonly string[];
  readonly cached: boolean;
  readonly said:
    | Told
    | Unreachable
    | { readonly kind: 'unreadable'; readonly problem: string }
    | { readonly kind: 'refused'; readonly problems: readonly CrlProblem[] };
};

/** An answer that counts. */
export type Told =
  | { readonly kind: 'good'; readonly until: Date | null; readonly notes: readonly OcspNote[] }
  | {
      readonly kind: 'revoked';
      readonly at: Date;
      readonly reason: string | null;
      readonly until: Date | null;
      readonly notes: readonly OcspNote[];
    };

/** Nothing of the right kind came back. */
export type Unreachable = {
  readonly kind: 'unreachable';
  /** `left`: nobody waited, as another source had answered or time was up. `other`: a page, say. */
  readonly trouble: 'refused' | 'resolve' | 'http' | 'body' | 'timeout' | 'left' | 'other';
  readonly status: number | null;
  /** One sentence for a person. */
  readonly reason: string;
};
