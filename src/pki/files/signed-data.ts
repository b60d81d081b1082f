import { type BerElement, berChildren, wholeBer } from '../asn1/ber.ts';
import { DerError, type Element, tags } from '../asn1/der.ts';
import type { Placed } from './file-contents.ts';
import { addCertificate, addUnreadable, type Reading, within } from './parts.ts';
import { readRevocationList } from './revocation-list.ts';

/**
 * The certificates and CRLs that come with a SignedData (RFC 5652 §5.1), in their order; its signatures are nobody's
 * concern here. Throws `DerError`.
 */
export function readSignedData(element: Element, placed: Placed, { parts }: Reading): void {
  const fields = berChildren(element, 'the SignedData');
  const certificates = listOf(fields, 0xa0);
  for (const [index, choice] of certificates.entries()) {
    const at: Placed = { place: within(`certificate ${index + 1}`, placed.place), alias: null };
    if (choice.tag === tags.sequence) addCertificate(wholeBer(choice), at, parts);
    else addUnreadable('a certificate', 'it is of a kind that is no X.509 certificate', at, parts);
  }
  for (const [index, choice] of listOf(fields, 0xa1).entries()) {
    if (choice.tag !== tags.sequence) continue;
    const at: Placed = { place: within(`CRL ${index + 1}`, placed.place), alias: null };
    readRevocationList(wholeBer(choice), at, parts);
  }
  if (certificates.length === 0) parts.problems.push('the PKCS#7 bundle holds no certificates');
}

/** The certificates of a SignedData as they stand in it, of whatever kind. Throws `DerError`. */
export function bundledCertificates(element: Element): readonly BerElement[] {
  return listOf(berChildren(element, 'the SignedData'), 0xa0);
}

function listOf(fields: readonly BerElement[], tag: number): readonly BerElement[] {
  const found = fields.find((field) => field.tag === tag);
  return found === undefined ? [] : berChildren(found, 'the bundle');
}

/** What eContent holds (RFC 5652 §5.2): the key store, in one that is signed and not password-protected. */
export function signedContent(element: Element): Element {
  const info = berChildren(element, 'the SignedData')[2];
  if (info?.tag !== tags.sequence) throw new DerError('the SignedData has no content', element.start);
  return info;
}
