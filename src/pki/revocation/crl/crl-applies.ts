import { DerError } from '../../asn1/der.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { nameKey } from '../../names/name-key.ts';
import type { Crl, CrlScope } from './crl.ts';
import type { ScopeMismatch } from './crl-answer.ts';
import { type DistributionPoint, directoryKey, distributionPointsOf } from './distribution-points.ts';
import { allReasons, type ReasonMask } from './reason-mask.ts';

/** Where the status of a certificate may be told. */
export type Places = {
  readonly points: readonly DistributionPoint[];
  /** Why the certificate's own list cannot be read. */
  readonly malformed: string | null;
};

/** The certificate's own points, and the one that RFC 5280 §6.3.3 assumes for CRLs that none of them names. */
export function placesOf(certificate: Certificate): Places {
  const { raw } = certificate.issuer;
  const assumed = { names: [directoryKey(raw)], urls: [], reasons: null, issuers: null };
  try {
    return { points: [...distributionPointsOf(certificate), assumed], malformed: null };
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    return { points: [assumed], malformed: thrown.message };
  }
}

export type Applies =
  | {
      readonly applies: true;
      /** Reasons that it tells of. */
      readonly mask: ReasonMask;
      /** The certificate names the CRL's issuer in a distribution point. */
      readonly delegated: boolean;
    }
  /** Null: it is from another issuer altogether. */
  | { readonly applies: false; readonly mismatch: ScopeMismatch | null };

/** Whether a CRL speaks for a certificate, by issuer and scope (RFC 5280 §6.3.3 b and d). */
export function appliesTo(certificate: Certificate, { points }: Places, crl: Crl): Applies {
  const from = nameKey(crl.issuer.raw);
  const own = nameKey(certificate.issuer.raw);
  const named = points.filter((point) => (point.issuers ?? [own]).includes(from));
  const found = named.map((point) => mismatchAt(certificate, point, crl.scope));
  const fitting = named.filter((_point, index) => found[index] === null);
  if (fitting.length === 0) return { applies: false, mismatch: found[0] ?? null };
  const mask = fitting.reduce((all, point) => all | maskAt(point, crl.scope), 0);
  return { applies: true, mask, delegated: fitting.some((point) => point.issuers !== null) };
}

function mismatchAt(
  certificate: Certificate,
  point: DistributionPoint,
  scope: CrlScope | null,
): ScopeMismatch | null {
  if (point.issuers !== null && scope?.indirect !== true) return 'not-indirect';
  if (scope === null) return null;
  if (scope.names !== null) {
    const wanted = point.names ?? (point.issuers ?? []).map((issuer) => `name:${issuer}`);
    if (!scope.names.some((name) => wanted.includes(name))) return 'distribution-point';
  }
  const authority = certificate.basicConstraints?.ca === true;
  if (scope.onlyUserCertificates && authority) return 'only-user-certificates';
  if (scope.onlyAuthorities && !authority) return 'only-authorities';
  if (scope.onlyAttributeCertificates) return 'only-attribute-certificates';
  return maskAt(point, scope) === 0 ? 'reasons' : null;
}

function maskAt(point: DistributionPoint, scope: CrlScope | null): ReasonMask {
  return (point.reasons ?? allReasons) & (scope?.reasons ?? allReasons);
}
