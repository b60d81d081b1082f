import type { Certificate } from '../certificate/certificate.ts';
import type { Breach } from '../rules/rule.ts';
import type { SignatureBudget } from '../signatures/verify-signature.ts';
import type { Anchors } from './anchors.ts';
import { isOver, type PathRule, type Strictness } from './path-rules.ts';
import { searchPath } from './path-search.ts';

/** Why no path reached a trust anchor; the most telling one when several paths failed. */
export type PathProblem =
  /** The leaf signed itself. */
  | { readonly kind: 'self-signed' }
  /** A path ends in a self-signed root that was sent and that the store does not know. */
  | { readonly kind: 'untrusted-root'; readonly root: Certificate }
  /** Nobody sent, and the store does not hold, an issuer of this certificate. */
  | { readonly kind: 'issuer-missing'; readonly of: Certificate }
  /** A certificate of the issuer's name is at hand, but another key: it did not sign this one. */
  | { readonly kind: 'wrong-issuer-key'; readonly of: Certificate; readonly issuer: Certificate }
  /** Key identifiers match and the signature does not verify. */
  | { readonly kind: 'bad-signature'; readonly of: Certificate; readonly issuer: Certificate }
  /** Signatures hold up to an anchor, and this rule is broken on the way. */
  | {
      readonly kind: 'rule';
      readonly rule: PathRule;
      readonly at: Certificate;
      /** Of the rule `standard`. */
      readonly breach?: Breach;
      /** Of the rule `revocation`. */
      readonly detail?: string;
    };

export type { PathRule } from './path-rules.ts';

export type PathResult =
  | {
      readonly trusted: true;
      /** Leaf first, trust anchor last. */
      readonly path: readonly Certificate[];
      /** Certificates sent that are past notAfter and that another path made unnecessary. */
      readonly detours: readonly Certificate[];
    }
  | { readonly trusted: false; readonly problem: PathProblem };

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

/**
 * Looks for a path from the leaf to a trust anchor that keeps every rule of RFC 5280 §6.1 (certificate
 * policies only where `strictness` asks, and without revocation), trying all paths before it gives up. The leaf's dates, names and purposes are not judged.
 */
export function findPath(question: PathQuestion): PathResult {
  const found = searchPath(question);
  if (!found.trusted) return found;
  const onPath = new Set(found.path.map((certificate) => certificate.fingerprint256));
  const unnecessary = new Map(
    question.sent
      .filter((one) => isOver(one, question.now) && !onPath.has(one.fingerprint256))
      .map((certificate) => [certificate.fingerprint256, certificate]),
  );
  return { trusted: true, path: found.path, detours: [...unnecessary.values()] };
}
