import { isIP } from 'node:net';

/** RFC 6066 §3: a DNS name without trailing dot, never an address literal; null sends no name at all. */
export function serverNameToSend(name: string | null): string | null {
  const bare = name?.replace(/\.$/, '') ?? '';
  return bare === '' || isIP(bare.replace(/^\[(.*)\]$/, '$1')) !== 0 ? null : bare;
}
