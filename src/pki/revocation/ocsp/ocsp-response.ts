import type { Element } from '../../asn1/der.ts';
import type { RawExtension } from '../../certificate/structure.ts';
import type { SignedBytes } from '../../signatures/verify-bytes.ts';
import type { RevocationReason } from '../revocation-reason.ts';
import type { CertId } from './ocsp-cert-id.ts';

/** OCSPResponseStatus (RFC 6960 §4.2.1) without "successful". */
export const responderErrors = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
} as const;
export type ResponderError = (typeof responderErrors)[keyof typeof responderErrors];

/** What one OCSPResponse says, before anybody judges whether to believe it. */
export type OcspResponse =
  | { readonly kind: 'basic'; readonly basic: BasicOcspResponse }
  | { readonly kind: 'error'; readonly status: ResponderError }
  /** Of a type nobody but its makers knows. */
  | { readonly kind: 'other-type'; readonly type: string }
  | { readonly kind: 'malformed'; readonly problem: string };

export type BasicOcspResponse = {
  readonly signed: SignedBytes;
  readonly responder:
    | { readonly by: 'name'; readonly name: Element }
    /** SHA-1 of the responder's key. */
    | { readonly by: 'key'; readonly keyHash: Uint8Array };
  readonly producedAt: Date;
  readonly responses: readonly SingleOcspResponse[];
  /** DER of the certificates sent along. */
  readonly certificates: readonly Uint8Array[];
  readonly extensions: readonly RawExtension[];
};

export type SingleOcspResponse = {
  /** Null: made with a digest that is not known here, so that it names nobody. */
  readonly certId: CertId | null;
  readonly status:
    | { readonly kind: 'good' }
    | { readonly kind: 'unknown' }
    /** `reason` null: not said. */
    | { readonly kind: 'revoked'; readonly at: Date; readonly reason: RevocationReason | null };
  readonly thisUpdate: Date;
  /** Null: newer information is there at any time (RFC 6960 §4.2.2.1). */
  readonly nextUpdate: Date | null;
  readonly extensions: readonly RawExtension[];
};
