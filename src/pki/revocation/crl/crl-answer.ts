import type { Certificate } from '../../certificate/certificate.ts';
import type { Fault } from '../../certificate/fault.ts';
import type { RevocationReason } from '../revocation-reason.ts';

/** What the CRLs at hand say of one certificate. */
export type CrlAnswer =
  | { readonly status: 'good'; readonly by: readonly CrlSource[] }
  | {
      readonly status: 'revoked';
      readonly at: Date;
      /** Null: not said. */
      readonly reason: RevocationReason | null;
      /** Since when the key is known or feared to be in other hands (RFC 5280 §5.3.2). */
      readonly invalidityDate: Date | null;
      readonly by: CrlSource;
    }
  /** No CRL speaks for this certificate; why, one problem for each CRL that might have. Never to be shown as good. */
  | { readonly status: 'unknown'; readonly problems: readonly CrlProblem[] };

/** Which CRL it was. Plain values, fit to be stored. */
export type CrlSource = {
  /** Its issuer, as `Name.text`. */
  readonly issuer: string;
  /** CRLNumber, decimal; null: none. */
  readonly number: string | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** The delta CRL that was laid over it. */
  readonly delta: {
    readonly number: string | null;
    readonly thisUpdate: Date;
    readonly nextUpdate: Date | null;
  } | null;
};

export type ScopeMismatch =
  /** It is for another distribution point: another shard. */
  | 'distribution-point'
  | 'only-user-certificates'
  | 'only-authorities'
  | 'only-attribute-certificates'
  /** The certificate names another CRL issuer, and the CRL does not say that it is indirect. */
  | 'not-indirect'
  /** The reasons of the CRL and those of the distribution point have nothing in common. */
  | 'reasons';

export type CrlProblem =
  /** No CRL at hand is from the issuer of this certificate, nor from one that it names. */
  | { readonly kind: 'no-crl' }
  /** The certificate's own distribution points cannot be read. */
  | { readonly kind: 'malformed-points'; readonly detail: string }
  | {
      readonly kind: 'scope-mismatch';
      readonly by: CrlSource;
      readonly mismatch: ScopeMismatch;
      readonly urls: readonly string[];
    }
  | { readonly kind: 'unknown-critical'; readonly by: CrlSource; readonly oids: readonly string[] }
  /** Entries that cannot be read, or two signature algorithms. */
  | { readonly kind: 'malformed'; readonly by: CrlSource; readonly detail: string }
  /** In strict judging only: rules for issuers are broken (RFC 5280 §5). */
  | { readonly kind: 'nonconforming'; readonly by: CrlSource; readonly faults: readonly Fault[] }
  | { readonly kind: 'not-yet-valid'; readonly by: CrlSource }
  /** `listed`: it has the certificate as revoked; an issuer takes back a hold at most. */
  | { readonly kind: 'stale'; readonly by: CrlSource; readonly nextUpdate: Date; readonly listed: boolean }
  /** No certificate at hand has the name of its issuer. */
  | { readonly kind: 'signer-missing'; readonly by: CrlSource }
  /** `unusable`: the key or the algorithm is one that cannot be checked. */
  | {
      readonly kind: 'bad-signature';
      readonly by: CrlSource;
      readonly signer: Certificate;
      readonly unusable: boolean;
    }
  | { readonly kind: 'missing-crl-sign'; readonly by: CrlSource; readonly signer: Certificate }
  /** Its signer has no valid path to the trust anchor of the certificate (RFC 5280 §6.3.3 f). */
  | { readonly kind: 'signer-untrusted'; readonly by: CrlSource; readonly signer: Certificate }
  | { readonly kind: 'signer-revoked'; readonly by: CrlSource; readonly signer: Certificate }
  /** Whether its signer is revoked cannot be told. */
  | { readonly kind: 'signer-unknown'; readonly by: CrlSource; readonly signer: Certificate }
  /** A delta CRL without the complete one that it changes. */
  | { readonly kind: 'delta-without-base'; readonly by: CrlSource }
  /** Not listed, and these reasons are told by no CRL at hand. */
  | { readonly kind: 'partial-reasons'; readonly missing: readonly RevocationReason[] };
