import ipaddr from 'ipaddr.js';

/** FNV-1a of 32 bits over the octets of an address, which tells that it changed without telling what it is. */
export function addressHash(ip: string): number {
  let hash = 0x811c9dc5;
  for (const octet of ipaddr.process(ip).toByteArray()) {
    hash = Math.imul(hash ^ octet, 0x01000193) >>> 0;
  }
  return hash;
}
