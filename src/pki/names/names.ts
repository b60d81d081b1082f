import { canonicalIpv6 } from '../certificate/address-bytes.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { NameMatch } from './name-match.ts';
import { addressMistake, nameMistake } from './name-mistakes.ts';
import { plainName } from './plain-name.ts';

/**
 * Whether the SAN of a certificate covers this host. `host` is ASCII and lower case, an IPv6 address without brackets,
 * as `Target` has it. The common name is never looked at, a wildcard stands for exactly one whole label.
 */
export function matchName(
  certificate: Certificate,
  host: string,
  hostKind: 'name' | 'ipv4' | 'ipv6',
): NameMatch {
  if (hostKind !== 'name') {
    const address = hostKind === 'ipv6' ? (canonicalIpv6(host) ?? host) : host;
    // Both sides are written in one canonical way, so equal text is equal bytes.
    const by = certificate.names?.ip.find((entry) => entry === address);
    return by === undefined ? addressMistake(certificate, address) : { matches: true, by };
  }
  const wanted = plainName(host);
  const by = certificate.names?.dns.find((entry) => covers(plainName(entry), wanted));
  return by === undefined ? nameMistake(certificate, wanted) : { matches: true, by };
}

/** RFC 9525 §6.3; a wildcard over a whole top-level domain covers nothing, as in browsers and Node. */
function covers(pattern: string, host: string): boolean {
  if (pattern === host) return pattern !== '' && !pattern.includes('*');
  if (!pattern.startsWith('*.')) return false;
  const parent = pattern.slice(1);
  const label = host.slice(0, -parent.length);
  return host.endsWith(parent) && label !== '' && !label.includes('.') && parent.indexOf('.', 1) !== -1;
}
