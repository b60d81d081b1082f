import type { Certificate } from '../certificate/certificate.ts';
import { allowsNames, type ComparisonBudget } from '../constraints/name-constraints.ts';
import { allowsPolicies, type PolicyInputs } from '../policies/policy-graph.ts';
import { breachesOf } from '../rules/index.ts';
import type { Breach, Place, Standard } from '../rules/rule.ts';

/** In the order of telling: of several broken on one path, the first is named. */
export const pathRules = [
  'not-a-ca',
  'ca-key-usage',
  /** Told at the authority whose limit, or whose constraint, a certificate below it breaks. */
  'path-length',
  'name-constraints',
  'unknown-critical-extension',
  /** A CA certificate whose EKU leaves out serverAuth. */
  'ca-eku',
  /** An intermediate or anchor is past its notAfter. The leaf's own dates are not judged by the path. */
  'intermediate-expired',
  'intermediate-not-yet-valid',
  'weak-key',
  'weak-signature',
] as const;

/** Only a question that asks for them (see `Strictness`) has these answered; told after the others. */
export const strictRules = [
  /** No certificate policy is left that the whole path may be used under (RFC 5280 §6.1.5 g). */
  'policies',
  /** What was handed in about revocation speaks against a certificate, or does not speak for it. */
  'revocation',
  /** A rule of the standards that the question names; `breach` says which. */
  'standard',
] as const;
export type PathRule = (typeof pathRules | typeof strictRules)[number];

export type BrokenRule = {
  readonly rule: PathRule;
  readonly at: Certificate;
  /** Of the rule `standard`. */
  readonly breach?: Breach;
  /** Of the rule `revocation`. */
  readonly detail?: string;
};

export type Revocation = { readonly at: Certificate; readonly detail: string };

/** What a path is held against beside the rules that every verifier keeps. */
export type Strictness = {
  /** Default none. */
  readonly standards?: readonly Standard[];
  /** Certificate policies (RFC 5280 §6.1.3 d to f); most clients look at none. Default null: not looked at. */
  readonly policies?: PolicyInputs | null;
  /** Judges a path that reached an anchor: what is wrong with its revocation, or null. Default: nobody asks. */
  readonly revocation?: (path: readonly Certificate[]) => Revocation | null;
  /** Default 112: what OpenSSL's default security level and every browser ask of a key. */
  readonly leastStrengthBits?: 80 | 112;
  /** What the leaf is for; a CA's extendedKeyUsage must allow it. Default serverAuth; null: anything. */
  readonly purpose?: string | null;
  /** CA certificates between leaf and anchor, self-issued ones not counted. Default no limit but the search's own. */
  readonly mostIntermediates?: number | null;
};

/** Rules for every certificate of a path, leaf and anchor included. */
export function brokenByAny(
  certificate: Certificate,
  { place, trusted }: { readonly place: Place; readonly trusted: boolean },
  strictness: Strictness,
): readonly BrokenRule[] {
  const broken: PathRule[] = [];
  if (certificate.unknownCritical.length > 0) broken.push('unknown-critical-extension');
  if (hasWeakKey(certificate, strictness.leastStrengthBits ?? 112)) broken.push('weak-key');
  // An anchor is trusted for being in the store: nobody looks at its signature (RFC 5280 §6.1.1 d).
  if (!trusted && hasWeakSignature(certificate, strictness.leastStrengthBits ?? 112))
    broken.push('weak-signature');
  const here: BrokenRule[] = broken.map((rule) => ({ rule, at: certificate }));
  for (const breach of breachesOf(certificate, place, strictness.standards ?? [])) {
    if (breach.weight === 'refuse') here.push({ rule: 'standard', at: certificate, breach });
  }
  return here;
}

/** Rules for a certificate in the place of an issuer. `below` is the path so far, leaf first. */
export function brokenByIssuer(
  certificate: Certificate,
  below: readonly Certificate[],
  context: {
    readonly isAnchor: boolean;
    readonly now: Date;
    readonly budget: ComparisonBudget;
    readonly strictness: Strictness;
  },
): readonly BrokenRule[] {
  const { strictness } = context;
  const broken: PathRule[] = [];
  if (!isAuthority(certificate, context.isAnchor)) broken.push('not-a-ca');
  if (certificate.keyUsage?.includes('keyCertSign') === false) broken.push('ca-key-usage');
  if (!allowsPurpose(certificate, strictness.purpose)) broken.push('ca-eku');
  if (isOver(certificate, context.now)) broken.push('intermediate-expired');
  if (context.now < certificate.notBefore) broken.push('intermediate-not-yet-valid');
  if (isTooLong(certificate, below) || isTooDeep(below, strictness)) broken.push('path-length');
  const here: BrokenRule[] = [
    ...brokenByAny(
      certificate,
      { place: context.isAnchor ? 'anchor' : 'intermediate', trusted: context.isAnchor },
      strictness,
    ),
    ...broken.map((rule) => ({ rule, at: certificate })),
  ];
  if (context.isAnchor) here.push(...brokenByWhole([...below, certificate], strictness));
  const refused = below.find((one, index) => {
    // RFC 5280 §6.1.3 b: self-issued certificates are exempt unless they end the path.
    return (index === 0 || !one.selfIssued) && !allowsNames(certificate, one, context.budget);
  });
  return refused === undefined ? here : [...here, { rule: 'name-constraints', at: certificate }];
}

/** The last second belongs to the validity whole (RFC 5280 §4.1.2.5). */
export function isOver({ notAfter }: Certificate, now: Date): boolean {
  return now.getTime() >= notAfter.getTime() + 1000;
}

/** RFC 5280 §4.2.1.9; version 1 knows no extensions, and as an anchor it was chosen by a person. */
function isAuthority({ version, basicConstraints }: Certificate, isAnchor: boolean): boolean {
  return basicConstraints === null ? isAnchor && version === 1 : basicConstraints.ca;
}

/** Purposes nest in every client, though RFC 5280 §4.2.1.12 leaves it to them. */
function allowsPurpose(
  { extendedKeyUsage }: Certificate,
  purpose: string | null | undefined = 'serverAuth',
): boolean {
  if (extendedKeyUsage === null || purpose === null) return true;
  return extendedKeyUsage.includes(purpose) || extendedKeyUsage.includes('anyExtendedKeyUsage');
}

function isTooDeep(below: readonly Certificate[], { mostIntermediates }: Strictness): boolean {
  if (mostIntermediates == null) return false;
  return below.slice(1).filter((one) => !one.selfIssued).length > mostIntermediates;
}

/** Rules that only a path that has reached its anchor (the last of it) can break. */
export function brokenByWhole(
  path: readonly Certificate[],
  { policies, revocation }: Strictness,
): readonly BrokenRule[] {
  const broken: BrokenRule[] = [];
  const anchor = path.at(-1);
  if (anchor !== undefined && policies != null && !allowsPolicies(path, policies)) {
    broken.push({ rule: 'policies', at: anchor });
  }
  const revoked = revocation?.(path) ?? null;
  if (revoked !== null) broken.push({ rule: 'revocation', ...revoked });
  return broken;
}

/** Self-issued intermediates do not count, nor does the end of the path (RFC 5280 §4.2.1.9). */
function isTooLong({ basicConstraints }: Certificate, below: readonly Certificate[]): boolean {
  const limit = basicConstraints?.pathLength ?? null;
  return limit !== null && below.slice(1).filter((one) => !one.selfIssued).length > limit;
}

/** By the strengths of NIST SP 800-57 part 1 table 2. */
function hasWeakKey({ publicKey: { type, bits, curve } }: Certificate, strength: 80 | 112): boolean {
  // RFC 5480 §2.1.1: a curve is named; one that is written out was chosen by whoever wrote it (CVE-2020-0601).
  if (type === 'ec' && curve === null) return true;
  if (bits === null) return false;
  switch (type) {
    case 'rsa':
    case 'rsa-pss':
    case 'dsa':
      return bits < (strength === 112 ? 2048 : 1024);
    case 'ec':
      return bits < (strength === 112 ? 224 : 160);
    default:
      return false;
  }
}

function hasWeakSignature({ signature: { hash } }: Certificate, strength: 80 | 112): boolean {
  return hash === 'md5' || hash === 'md2' || (hash === 'sha1' && strength === 112);
}
