import type { Certificate } from '../certificate/certificate.ts';
import type { SignatureBudget } from '../signatures/verify-signature.ts';
import type { Anchors } from './anchors.ts';
import type { Strictness } from './path-rules.ts';

/** All that one path search needs. `sent` is the server's list without the leaf, in any order. */
export type PathQuestion = {
  readonly leaf: Certificate;
  readonly sent: readonly Certificate[];
  readonly store: Anchors;
  readonly now: Date;
  /** Default: the rules that every verifier keeps, and no more. */
  readonly strictness?: Strictness;
  /** Where many are asked about one list of strangers: what all of them together may cost. */
  readonly signatureBudget?: SignatureBudget;
};
