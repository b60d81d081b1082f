import {
  childrenOf,
  constructedTag,
  type Element,
  isDone,
  readWhole,
  tags,
  take,
  takeAny,
  wholeOf,
} from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';
import { element, sequence } from '../asn1/der-writer.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { structureOf } from '../certificate/extension-value.ts';
import { extensionOids } from '../certificate/object-identifiers.ts';

/** What a log signed, up to the extensions of the SCT: LogEntryType and its entry (RFC 6962 §3.2). */
export type SignedEntry = Uint8Array;

/** For SCTs from the TLS extension and the OCSP response: the certificate as it is. */
export function x509Entry(leaf: Certificate): SignedEntry {
  return Buffer.concat([bigEndian(0, 2), bigEndian(leaf.der.length, 3), leaf.der]);
}

/**
 * For embedded SCTs: the hash of the issuer's key and the TBSCertificate without them. The issuer is that of the final
 * certificate, also where a Precertificate Signing Certificate was used: the log then put the final issuer's name and
 * key identifier into the entry (RFC 6962 §3.2). Throws `DerError` when the certificate cannot be taken apart.
 */
export function precertEntry(leaf: Certificate, issuer: Certificate): SignedEntry {
  const tbs = withoutExtension(structureOf(leaf).tbs, extensionOids.embeddedScts);
  const issuerKeyHash = Buffer.from(issuer.publicKey.spki256, 'hex');
  return Buffer.concat([bigEndian(1, 2), issuerKeyHash, bigEndian(tbs.length, 3), tbs]);
}

function withoutExtension(tbs: Uint8Array, oid: string): Buffer {
  const fields = childrenOf(readWhole(tbs, tags.sequence, 'tbsCertificate'));
  const parts: Uint8Array[] = [];
  while (!isDone(fields)) {
    const field = takeAny(fields, 'a field of tbsCertificate');
    parts.push(field.tag === constructedTag(3) ? extensionsWithout(field, oid) : wholeOf(field));
  }
  return sequence(...parts);
}

/** Written anew, as the lengths around them change; the extensions that stay keep their bytes. */
function extensionsWithout(wrapper: Element, oid: string): Uint8Array {
  const list = childrenOf(take(childrenOf(wrapper), tags.sequence, 'extensions'));
  const kept: Uint8Array[] = [];
  while (!isDone(list)) {
    const extension = take(list, tags.sequence, 'an extension');
    const type = oidOf(take(childrenOf(extension), tags.oid, 'extnID'), 'extnID');
    if (type !== oid) kept.push(wholeOf(extension));
  }
  return kept.length === 0 ? Buffer.alloc(0) : element(wrapper.tag, sequence(...kept));
}

export function bigEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
