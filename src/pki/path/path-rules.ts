import type { Certificate } from '../certificate/certificate.ts';
import { allowsNames, type ComparisonBudget } from './name-constraints.ts';

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
export type PathRule = (typeof pathRules)[number];

export type BrokenRule = { readonly rule: PathRule; readonly at: Certificate };

/** Rules for every certificate of a path, leaf and anchor included. */
export function brokenByAny(certificate: Certificate, isAnchor: boolean): readonly PathRule[] {
  const broken: PathRule[] = [];
  if (certificate.unknownCritical.length > 0) broken.push('unknown-critical-extension');
  if (hasWeakKey(certificate)) broken.push('weak-key');
  // An anchor is trusted for being in the store: nobody looks at its signature (RFC 5280 §6.1.1 d).
  if (!isAnchor && hasWeakSignature(certificate)) broken.push('weak-signature');
  return broken;
}

/** Rules for a certificate in the place of an issuer. `below` is the path so far, leaf first. */
export function brokenByIssuer(
  certificate: Certificate,
  below: readonly Certificate[],
  context: { readonly isAnchor: boolean; readonly now: Date; readonly budget: ComparisonBudget },
): readonly BrokenRule[] {
  const broken: PathRule[] = [...brokenByAny(certificate, context.isAnchor)];
  if (!isAuthority(certificate, context.isAnchor)) broken.push('not-a-ca');
  if (certificate.keyUsage?.includes('keyCertSign') === false) broken.push('ca-key-usage');
  if (!allowsServers(certificate)) broken.push('ca-eku');
  if (isOver(certificate, context.now)) broken.push('intermediate-expired');
  if (context.now < certificate.notBefore) broken.push('intermediate-not-yet-valid');
  if (isTooLong(certificate, below)) broken.push('path-length');
  const here = broken.map((rule) => ({ rule, at: certificate }));
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
function allowsServers({ extendedKeyUsage }: Certificate): boolean {
  if (extendedKeyUsage === null) return true;
  return extendedKeyUsage.includes('serverAuth') || extendedKeyUsage.includes('anyExtendedKeyUsage');
}

/** Self-issued intermediates do not count, nor does the end of the path (RFC 5280 §4.2.1.9). */
function isTooLong({ basicConstraints }: Certificate, below: readonly Certificate[]): boolean {
  const limit = basicConstraints?.pathLength ?? null;
  return limit !== null && below.slice(1).filter((one) => !one.selfIssued).length > limit;
}

/** Under 112 bits of strength (NIST SP 800-57 part 1 table 2): what OpenSSL's default security level refuses. */
function hasWeakKey({ publicKey: { type, bits, curve } }: Certificate): boolean {
  // RFC 5480 §2.1.1: a curve is named; one that is written out was chosen by whoever wrote it (CVE-2020-0601).
  if (type === 'ec' && curve === null) return true;
  if (bits === null) return false;
  switch (type) {
    case 'rsa':
    case 'rsa-pss':
    case 'dsa':
      return bits < 2048;
    case 'ec':
      return bits < 224;
    default:
      return false;
  }
}

function hasWeakSignature({ signature }: Certificate): boolean {
  return signature.hash === 'sha1' || signature.hash === 'md5' || signature.hash === 'md2';
}
