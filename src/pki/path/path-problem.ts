import type { Certificate } from '../certificate/certificate.ts';
import type { Breach } from '../rules/rule.ts';

import { type BrokenRule, type PathRule, pathRules, strictRules } from './path-rules.ts';

/** How one path that was followed came to its end. */
export type Ending =
  | { readonly kind: 'anchor'; readonly path: readonly Certificate[]; readonly broken: readonly BrokenRule[] }
  | { readonly kind: 'self-signed'; readonly path: readonly Certificate[] }
  | { readonly kind: 'missing'; readonly path: readonly Certificate[]; readonly of: Certificate }
  | {
      readonly kind: 'wrong-key' | 'bad-signature';
      readonly path: readonly Certificate[];
      readonly of: Certificate;
      readonly issuer: Certificate;
    };

const allRules: readonly PathRule[] = [...pathRules, ...strictRules];

const order = ['anchor', 'self-signed', 'bad-signature', 'wrong-key', 'missing'] as const;

/**
 * A path that reached an anchor says most, with the fewest broken rules; then one that ended in a self-signed
 * certificate, then an issuer that did not sign, then a missing one. Among equals the longest path, then the first found.
 */
export function mostTelling(endings: readonly Ending[]): PathProblem {
  const [best] = endings.toSorted(
    (one, other) =>
      order.indexOf(one.kind) - order.indexOf(other.kind) ||
      brokenCount(one) - brokenCount(other) ||
      other.path.length - one.path.length,
  );
  if (best === undefined) throw new Error('a search without a path has at least one ending');
  return problemOf(best);
}

function brokenCount(ending: Ending): number {
  return ending.kind === 'anchor' ? ending.broken.length : 0;
}

function problemOf(ending: Ending): PathProblem {
  switch (ending.kind) {
    case 'anchor': {
      const [worst] = ending.broken.toSorted(
        (one, other) => allRules.indexOf(one.rule) - allRules.indexOf(other.rule),
      );
      if (worst === undefined) throw new Error('a path that breaks no rule is no problem');
      return { kind: 'rule', ...worst };
    }
    case 'self-signed': {
      const root = ending.path.at(-1);
      return ending.path.length === 1 || root === undefined
        ? { kind: 'self-signed' }
        : { kind: 'untrusted-root', root };
    }
    case 'missing':
      return { kind: 'issuer-missing', of: ending.of };
    case 'wrong-key':
      return { kind: 'wrong-issuer-key', of: ending.of, issuer: ending.issuer };
    case 'bad-signature':
      return { kind: 'bad-signature', of: ending.of, issuer: ending.issuer };
  }
}

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
