import { DerError, type Element, readInside, tags } from '../asn1/der.ts';

/** How many timestamps a SignedCertificateTimestampList holds (RFC 6962 §3.3). Throws `DerError`. */
export function sctCountOf(value: Element): number {
  const { bytes, body, end, start } = readInside(value, tags.octetString, 'the list of SCTs');
  if (end - body < 2 || bytes.readUInt16BE(body) !== end - body - 2) {
    throw new DerError('the list of SCTs has a wrong length', start);
  }
  let count = 0;
  for (let at = body + 2; at < end; count += 1) {
    const length = at + 2 <= end ? bytes.readUInt16BE(at) : 0;
    if (length === 0 || at + 2 + length > end) throw new DerError('an SCT is cut off', at);
    at += 2 + length;
  }
  return count;
}
