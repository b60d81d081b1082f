import {
  childrenOf,
  constructedTag,
  contentHex,
  contentOf,
  DerError,
  type Element,
  finish,
  isDone,
  primitiveTag,
  readWhole,
  tags,
  take,
  takeAny,
  takeIf,
} from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';
import { generalNameOf } from '../names/names-der.ts';

/** keyIdentifier, hexadecimal; null when only issuer and serial number are given (RFC 5280 §4.2.1.1). */
export function authorityKeyIdOf(value: Uint8Array): string | null {
  const { keyId, hasIssuer, hasSerial } = authorityKeyPartsOf(value);
  if (hasIssuer !== hasSerial) {
    throw new DerError('authorityKeyIdentifier has an issuer or a serial number without the other', 0);
  }
  return keyId;
}

export function authorityKeyPartsOf(value: Uint8Array): {
  readonly keyId: string | null;
  readonly hasIssuer: boolean;
  readonly hasSerial: boolean;
} {
  const parts = childrenOf(readWhole(value, tags.sequence, 'authorityKeyIdentifier'));
  const keyId = takeIf(parts, primitiveTag(0), 'keyIdentifier');
  const issuer = takeIf(parts, constructedTag(1), 'authorityCertIssuer');
  const serial = takeIf(parts, primitiveTag(2), 'authorityCertSerialNumber');
  finish(parts, 'authorityKeyIdentifier');
  return {
    keyId: keyId === null ? null : contentHex(keyId),
    hasIssuer: issuer !== null,
    hasSerial: serial !== null,
  };
}

export function subjectKeyIdOf(value: Uint8Array): string {
  return contentHex(readWhole(value, tags.octetString, 'subjectKeyIdentifier'));
}

/** caIssuers and OCSP URLs (RFC 5280 §4.2.2.1), in their order. */
export function authorityInformationOf(value: Uint8Array): { issuerUrls: string[]; ocspUrls: string[] } {
  const issuerUrls: string[] = [];
  const ocspUrls: string[] = [];
  const list = childrenOf(readWhole(value, tags.sequence, 'authorityInfoAccess'));
  if (isDone(list)) throw new DerError('authorityInfoAccess is empty', 0);
  while (!isDone(list)) {
    const entry = childrenOf(take(list, tags.sequence, 'an entry of authorityInfoAccess'));
    const method = oidOf(take(entry, tags.oid, 'accessMethod'), 'accessMethod');
    const location = generalNameOf(takeAny(entry, 'accessLocation'), 'accessLocation');
    finish(entry, 'an entry of authorityInfoAccess');
    if (location.kind !== 'uri') continue;
    if (method === '1.3.6.1.5.5.7.48.1') ocspUrls.push(location.value);
    if (method === '1.3.6.1.5.5.7.48.2') issuerUrls.push(location.value);
  }
  return { issuerUrls, ocspUrls };
}

/** URLs of the full names of all distribution points (RFC 5280 §4.2.1.13). */
export function crlUrlsOf(value: Uint8Array): readonly string[] {
  const urls: string[] = [];
  const list = childrenOf(readWhole(value, tags.sequence, 'cRLDistributionPoints'));
  if (isDone(list)) throw new DerError('cRLDistributionPoints is empty', 0);
  while (!isDone(list)) {
    const point = childrenOf(take(list, tags.sequence, 'a distribution point'));
    const named = takeIf(point, constructedTag(0), 'distributionPoint');
    if (named !== null) urls.push(...fullNameUrls(named));
  }
  return urls;
}

function fullNameUrls(pointName: Element): readonly string[] {
  const full = takeIf(childrenOf(pointName), constructedTag(0), 'fullName');
  if (full === null) return [];
  const urls: string[] = [];
  const names = childrenOf(full);
  while (!isDone(names)) {
    const name = generalNameOf(takeAny(names, 'fullName'), 'fullName');
    if (name.kind === 'uri') urls.push(name.value);
  }
  return urls;
}

/** How many timestamps a SignedCertificateTimestampList holds (RFC 6962 §3.3). */
export function sctCountOf(value: Uint8Array): number {
  const list = contentOf(readWhole(value, tags.octetString, 'the list of SCTs'));
  const view = new DataView(list.buffer, list.byteOffset, list.length);
  if (list.length < 2 || view.getUint16(0) !== list.length - 2) {
    throw new DerError('the list of SCTs has a wrong length', 0);
  }
  let count = 0;
  for (let at = 2; at < list.length; count += 1) {
    const length = at + 2 <= list.length ? view.getUint16(at) : 0;
    if (length === 0 || at + 2 + length > list.length) throw new DerError('an SCT is cut off', at);
    at += 2 + length;
  }
  return count;
}
