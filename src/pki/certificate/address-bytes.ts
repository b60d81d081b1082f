/** Text of an iPAddress (RFC 5280 §4.2.1.6): 4 or 16 bytes, IPv6 as RFC 5952 writes it; null for another length. */
export function addressText(bytes: Uint8Array): string | null {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return null;
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  // The WHATWG serializer compresses exactly as RFC 5952 §4.2 wants it.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** One writing per address, so that equal bytes are equal text; null for what is no IPv6 address. */
export function canonicalIpv6(text: string): string | null {
  if (!/^[0-9a-f:.]+$/i.test(text)) return null;
  const parsed = URL.parse(`http://[${text}]`);
  return parsed === null ? null : parsed.hostname.slice(1, -1);
}
