import type { Diagnosis } from '../../core/diagnosis.ts';
import { hostPort } from '../../core/target.ts';
import type { Condition } from '../../core/watch/alarm/condition.ts';
import type { Endpoint, ServedCertificate, Watched } from '../../core/watch/endpoint.ts';
import type { Candidate } from './newer.ts';

/** What was seen longer ago may be gone. */
const freshMs = 7 * 86_400_000;

/** What a look saw just now. */
export function seenNow(
  { target }: Pick<Endpoint, 'target'>,
  { certificates }: Diagnosis,
): readonly Candidate[] {
  return certificates.map((certificate) => served(target, certificate));
}

/**
 * What other watched endpoints serve, as last seen. Those of the same host at an address that was looked at just now are
 * left out: there the look knows better.
 */
export function seenElsewhere(
  watched: readonly Watched[],
  looked: readonly { readonly host: string; readonly address: string }[],
  now: Date,
): readonly Candidate[] {
  return watched.flatMap(({ endpoint: { target }, sighting }) => {
    const { certificateSeenAt, conditions } = sighting;
    if (certificateSeenAt === null || now.getTime() - certificateSeenAt.getTime() > freshMs) return [];
    return sighting.served
      .filter(({ fingerprint256 }) => isSound(conditions, fingerprint256))
      .flatMap((certificate) => {
        const addresses = certificate.addresses.filter(
          (address) => !looked.some((one) => one.host === target.host && one.address === address),
        );
        return addresses.length === 0 && certificate.addresses.length > 0
          ? []
          : [served(target, { ...certificate, addresses })];
      });
  });
}

/** A certificate that clients refuse where it is served is no renewal. */
function isSound(conditions: readonly Condition[], fingerprint256: string): boolean {
  return !conditions.some(
    ({ trouble, fingerprint256: of, bad, confirmedAt }) =>
      of === fingerprint256 &&
      (trouble === 'revoked' || trouble === 'mismatch' || trouble === 'untrusted') &&
      (bad > 0 || confirmedAt !== null),
  );
}

function served({ host, port }: Endpoint['target'], certificate: ServedCertificate): Candidate {
  const { fingerprint256, notBefore, notAfter, issuer, names, keyType = null, addresses } = certificate;
  const [address] = addresses;
  const place = hostPort(host, port);
  return {
    seen: 'served',
    where: address === undefined || address === place ? place : `${place} at ${address}`,
    notBefore,
    notAfter,
    issuer,
    fingerprint256,
    names,
    keyType,
  };
}
