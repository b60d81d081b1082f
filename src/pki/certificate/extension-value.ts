import { contentOf, DerError } from '../asn1/der.ts';
import type { Certificate } from './certificate.ts';
import { type CertificateStructure, readStructure } from './structure.ts';

const structures = new WeakMap<Certificate, CertificateStructure>();

/** Where the parts stand in a certificate that was read: for what the plain facts leave out. Read once, then kept. */
export function structureOf(certificate: Certificate): CertificateStructure {
  const known = structures.get(certificate);
  if (known !== undefined) return known;
  const structure = readStructure(certificate.der, []);
  structures.set(certificate, structure);
  return structure;
}

/** DER inside the OCTET STRING of an extension; null when it is absent. Throws `DerError` when it stands there twice. */
export function extensionValue(certificate: Certificate, oid: string): Uint8Array | null {
  const [found, second] = structureOf(certificate).extensions.filter((extension) => extension.oid === oid);
  if (second !== undefined) throw new DerError(`${oid} stands there twice`, second.value.start);
  return found === undefined ? null : contentOf(found.value);
}

export function isCritical(certificate: Certificate, oid: string): boolean {
  return structureOf(certificate).extensions.some((one) => one.oid === oid && one.critical);
}
