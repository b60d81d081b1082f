import type { RenewalState } from '../core/renewal.ts';
import type { Certificate } from '../pki/certificate.ts';
import type { NameMatch } from '../pki/names.ts';
import type { PathProblem, PathResult } from '../pki/path.ts';

/** What verifiers say of each different list of certificates that the addresses serve. */
export type ChainFacts = {
  /** Name of the trust store, for every verdict. */
  readonly store: string;
  readonly chains: readonly ServedChain[];
};

export type ServedChain = {
  /** Addresses that serve exactly this list, as `ip:port`. */
  readonly addresses: readonly string[];
  readonly leaf: Certificate;
  /** As sent, leaf included, in the server's order. */
  readonly sent: readonly Certificate[];
  readonly names: NameMatch;
  readonly renewal: RenewalState;
  readonly path: PathResult;
  /** Tried only when an issuer was missing. */
  readonly repair: Repair | null;
  readonly openssl: { readonly code: string; readonly message: string } | null;
};

export type Repair =
  /** With these, fetched over AIA, the path verifies. */
  | {
      readonly outcome: 'repaired';
      readonly added: readonly Certificate[];
      readonly urls: readonly string[];
      readonly path: readonly Certificate[];
    }
  /** The last certificate reached names no caIssuers URL. */
  | { readonly outcome: 'no-url'; readonly of: Certificate }
  | { readonly outcome: 'fetch-failed'; readonly url: string; readonly reason: string }
  /** Something was fetched and still no trusted path. */
  | {
      readonly outcome: 'still-broken';
      readonly added: readonly Certificate[];
      readonly problem: PathProblem;
    };
