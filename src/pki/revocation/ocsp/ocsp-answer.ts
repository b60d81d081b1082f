import type { Certificate } from '../../certificate/certificate.ts';
import type { RevocationReason } from '../revocation-reason.ts';
import type { ResponderError } from './ocsp-response.ts';

/** What a response that can be trusted says of one certificate, or why it says nothing. */
export type OcspAnswer =
  | ({ readonly kind: 'good' } & OcspProof)
  | ({
      readonly kind: 'revoked';
      readonly at: Date;
      /** Null: not said. */
      readonly reason: RevocationReason | null;
    } & OcspProof)
  /** The responder does not know this certificate (RFC 6960 §2.2): neither good nor revoked. */
  | ({ readonly kind: 'unknown' } & OcspProof)
  | { readonly kind: 'failed'; readonly failure: OcspFailure };

export type OcspProof = {
  readonly thisUpdate: Date;
  /** Null: not said. */
  readonly nextUpdate: Date | null;
  readonly producedAt: Date;
  readonly signer: OcspSigner;
  readonly notes: readonly OcspNote[];
};

export type OcspSigner =
  | { readonly kind: 'issuer' }
  | {
      readonly kind: 'delegated';
      readonly certificate: Certificate;
      /** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1): its own revocation need not be asked about. */
      readonly noCheck: boolean;
    };

/** What is odd about an answer that counts all the same. */
export type OcspNote =
  | 'no-next-update'
  /** A revocation told by a response past its nextUpdate: that does not become untrue. */
  | 'past-next-update'
  | 'produced-in-the-future'
  | 'signed-with-sha1'
  | 'responder-without-nocheck';

export type OcspFailure =
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'responder-status'; readonly status: ResponderError }
  | { readonly kind: 'response-type'; readonly type: string }
  /** Nothing in it is about this certificate; `serials` (hexadecimal, at most 5) are those it is about. */
  | { readonly kind: 'wrong-certificate'; readonly serials: readonly string[] }
  | { readonly kind: 'bad-signature'; readonly responder: string }
  /** The algorithm is unknown here, does not fit the key, or is broken (MD5). */
  | { readonly kind: 'unusable-signature'; readonly algorithm: string }
  | { readonly kind: 'unauthorized-responder'; readonly responder: string; readonly because: Unauthorized }
  | { readonly kind: 'expired'; readonly nextUpdate: Date }
  | { readonly kind: 'not-yet-valid'; readonly thisUpdate: Date }
  | { readonly kind: 'unknown-critical-extension'; readonly oid: string };

/** Why a responder may not speak for the issuer (RFC 6960 §4.2.2.2). */
export type Unauthorized =
  /** It is not the issuer, and the response has no certificate of it. */
  | 'no-certificate'
  | 'not-issued-by-the-issuer'
  | 'no-ocsp-signing'
  | 'key-usage'
  | 'expired'
  | 'not-yet-valid'
  | 'weak-signature'
  | 'unknown-critical-extension';
