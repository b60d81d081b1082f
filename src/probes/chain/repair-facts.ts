import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { ClientVerdict } from '../../pki/client/client-verdict.ts';
import type { PathProblem } from '../../pki/path/path-problem.ts';
import type { Adopted } from '../revocation/revocation-facts.ts';

/** What came of looking for a missing issuer where the certificates say that it is (RFC 5280 §4.2.2.1). */
export type Repair =
  /** With these the path verifies. */
  | {
      readonly outcome: 'repaired';
      readonly added: readonly AddedIssuer[];
      readonly path: readonly Certificate[];
      /** What OpenSSL says of the mended chain; as sent, `ServedChain.openssl`. */
      readonly openssl: ClientVerdict;
      /** PEM: what is missing, and the whole list as a server should send it, leaf first, root left out. */
      readonly pem: { readonly missing: string; readonly chain: string };
    }
  /** A path was found, and a certificate on it is revoked: adding it would help nobody. */
  | { readonly outcome: 'revoked'; readonly added: readonly AddedIssuer[]; readonly revoked: AddedIssuer }
  /** The last certificate reached names no http(s) URL for its issuer. */
  | { readonly outcome: 'no-url'; readonly of: Certificate; readonly added: readonly AddedIssuer[] }
  /** Nothing that was served there is its issuer. */
  | {
      readonly outcome: 'fetch-failed';
      readonly of: Certificate;
      readonly tried: readonly FailedFetch[];
      readonly added: readonly AddedIssuer[];
    }
  /** Something was fetched and still no trusted path. */
  | {
      readonly outcome: 'still-broken';
      readonly added: readonly AddedIssuer[];
      readonly problem: PathProblem;
    };

export type AddedIssuer = {
  readonly certificate: Certificate;
  readonly url: string;
  /** What is known of its revocation; null: nobody asked, since no path came of it. */
  readonly revocation: Adopted | null;
};

export type FailedFetch = { readonly url: string; readonly reason: string };
