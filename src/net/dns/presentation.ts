import ipaddr from 'ipaddr.js';
import { canonicalText } from '../special-ranges.ts';

/**
 * Octets (as latin1) to printable ASCII as in a zone file (RFC 1035 §5.1): what `special` matches becomes `\c`, or
 * `\DDD` when it cannot be printed. `special` is global and matches every unprintable octet.
 */
export function escapeOctets(octets: string, special: RegExp): string {
  return octets.replace(special, (octet) => {
    const code = octet.charCodeAt(0);
    return code < 0x20 || code > 0x7e ? `\\${String(code).padStart(3, '0')}` : `\\${octet}`;
  });
}

export function quoted(octets: string): string {
  return `"${escapeOctets(octets, /[^\x20-\x7e]|["\\]/g)}"`;
}

/** Four or sixteen octets; throws `RangeError` on another length. */
export function addressText(octets: Buffer, length: 4 | 16): string {
  if (octets.length !== length) throw new RangeError('address of a wrong length');
  return canonicalText(ipaddr.fromByteArray([...octets]));
}

/** RFC 3597 §5. */
export function unknownText(octets: Buffer): string {
  return octets.length === 0 ? '\\# 0' : `\\# ${octets.length} ${octets.toString('hex')}`;
}
