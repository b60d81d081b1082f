import { type BerElement, berChildren, readerOf, takeBer } from '../asn1/ber.ts';
import { contentOf, DerError, type Element, tags } from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';

/** What a DER or BER element is, told by its shape alone: labels and file names lie. */
export type DerKind =
  | 'certificate'
  | 'request'
  | 'revocation-list'
  | 'content-info'
  | 'signed-data'
  | 'netscape-sequence'
  | 'pkcs12'
  | 'pkcs8'
  | 'encrypted-pkcs8'
  | 'pkcs1'
  | 'sec1'
  | 'dsa'
  | 'public-key'
  | 'rsa-public-key'
  | 'certificate-list'
  | 'ocsp-response'
  | 'parameters'
  | 'unknown';

/** Throws `DerError` when the element cannot be taken apart. */
export function derKind(element: Element): DerKind {
  if (element.tag === tags.oid) return 'parameters';
  if (element.tag !== tags.sequence) return 'unknown';
  const parts = berChildren(element, 'the file');
  const [first, second] = parts;
  switch (first?.tag) {
    case tags.oid:
      return kindByOid(oidOf(first, 'the content type'));
    case tags.integer:
      return kindByNumbers(first, parts);
    case tags.sequence:
      return kindBySequence(first, parts);
    case tags.enumerated:
      return second === undefined || second.tag === 0xa0 ? 'ocsp-response' : 'unknown';
    default:
      return 'unknown';
  }
}

function kindByOid(oid: string): DerKind {
  if (/^1\.2\.840\.113549\.1\.(7\.\d+|9\.16\.1\.\d+)$/.test(oid)) return 'content-info';
  return oid === '2.16.840.1.113730.2.5' ? 'netscape-sequence' : 'unknown';
}

/** PFX (RFC 7292 §4), SignedData (RFC 5652 §5.1), and keys: RFC 5958 §2, RFC 5915 §3, RFC 8017 §A.1. */
function kindByNumbers(first: Element, parts: readonly BerElement[]): DerKind {
  const [, second, third] = parts;
  const version = contentOf(first).length === 1 ? (contentOf(first)[0] ?? 0) : -1;
  switch (second?.tag) {
    case tags.set:
      return third?.tag === tags.sequence ? 'signed-data' : 'unknown';
    case tags.sequence: {
      const [type] = childrenIfAny(second);
      if (type?.tag !== tags.oid) return 'unknown';
      if (version === 3) return 'pkcs12';
      return third?.tag === tags.octetString || third?.tag === 0x24 ? 'pkcs8' : 'unknown';
    }
    case tags.octetString:
      return version === 1 ? 'sec1' : 'unknown';
    case tags.integer:
      if (parts.some(({ tag }) => tag !== tags.integer) && parts.length < 10) return 'unknown';
      // Modulus and exponent, or prime and generator (PKCS#3): an exponent is odd (RFC 8017 §3.1), and 2 the usual generator.
      if (parts.length === 2) return isEven(second) ? 'parameters' : 'rsa-public-key';
      if (parts.length === 3) return 'parameters';
      return parts.length === 6 ? 'dsa' : parts.length >= 9 ? 'pkcs1' : 'unknown';
    default:
      return 'unknown';
  }
}

function isEven(number: Element): boolean {
  return (contentOf(number).at(-1) ?? 1) % 2 === 0;
}

function kindBySequence(first: Element, parts: readonly BerElement[]): DerKind {
  const [, second, third] = parts;
  const inner = childrenIfAny(first);
  if (second?.tag === tags.bitString && inner[0]?.tag === tags.oid) return 'public-key';
  if (second?.tag === tags.octetString && inner[0]?.tag === tags.oid) return 'encrypted-pkcs8';
  if (second?.tag === tags.sequence && third?.tag === tags.bitString) return signedKind(inner);
  return inner[0] !== undefined && isSigned(first) ? 'certificate-list' : 'unknown';
}

/** By the first fields of what is signed: RFC 5280 §4.1 and §5.1, RFC 2986 §4.1. In doubt a certificate. */
function signedKind(fields: readonly BerElement[]): DerKind {
  const [first, second, third, fourth] = fields;
  if (first?.tag === tags.sequence) return isTime(third) ? 'revocation-list' : 'certificate';
  if (first?.tag !== tags.integer || second?.tag !== tags.sequence) return 'certificate';
  if (third?.tag === tags.sequence && isTime(fourth)) return 'revocation-list';
  return third?.tag === tags.sequence && fourth?.tag !== tags.sequence ? 'request' : 'certificate';
}

function isTime(element: Element | undefined): boolean {
  return element?.tag === tags.utcTime || element?.tag === tags.generalizedTime;
}

/** Whether it is a certificate itself: the first of a PkiPath (RFC 6066 §5), say. */
function isSigned(element: Element): boolean {
  const [tbs, algorithm, signature] = childrenIfAny(element);
  return tbs?.tag === tags.sequence && algorithm?.tag === tags.sequence && signature?.tag === tags.bitString;
}

function childrenIfAny(element: Element): readonly BerElement[] {
  try {
    return berChildren(element, 'the file');
  } catch (thrown) {
    if (thrown instanceof DerError) return [];
    throw thrown;
  }
}

/** Of the first element of these bytes; `unknown` for what cannot be taken apart. */
export function derKindOf(bytes: Uint8Array): DerKind {
  const reader = readerOf(bytes);
  try {
    return derKind(takeBer(reader, 'the data'));
  } catch (thrown) {
    if (thrown instanceof DerError) return 'unknown';
    throw thrown;
  }
}
