import ipaddr from 'ipaddr.js';

/** Ranges of ipaddr.js that only mean something inside somebody's own network. */
const inside: Readonly<Record<string, string>> = {
  private: 'private network (RFC 1918)',
  uniqueLocal: 'unique local address (RFC 4193)',
  carrierGradeNat: 'carrier-grade NAT (RFC 6598)',
  loopback: 'loopback',
  linkLocal: 'link-local',
};

/** In whose own network an address means something; null for the rest. */
export function insideRange(address: string): string | null {
  return ipaddr.isValid(address) ? (inside[ipaddr.process(address).range()] ?? null) : null;
}
