import ipaddr from 'ipaddr.js';
import { UserError } from '../core/errors.ts';
import { type Cidr, canonicalText, type Ip, inside } from './special-ranges.ts';

/** Reads ALLOWED_NETWORKS, "10.1.0.0/16, 192.168.7.7 fd12::/48", into canonical CIDR texts. Throws `UserError`. */
export function parseNetworks(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => networkText(parseNetwork(entry)));
}

/** Reads DENIED_PORTS, "25, 6379". Throws `UserError`. */
export function parsePorts(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => {
      const port = /^\d{1,5}$/.test(entry) ? Number(entry) : 0;
      if (port >= 1 && port <= 65_535) return port;
      throw new UserError(`DENIED_PORTS: ${JSON.stringify(entry)} is not a port. Write numbers, "7, 9, 19".`);
    });
}

/** `setting`: where it was written, for what is said of a mistake. */
export function parseNetwork(entry: string, setting = 'ALLOWED_NETWORKS'): Cidr {
  const [written = '', bits, ...rest] = entry.split('/');
  const address = rest.length === 0 ? parseStrictly(written) : null;
  const widest = address?.kind() === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? widest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (address === null || length < 0 || length > widest) {
    throw new UserError(
      `${setting}: ${JSON.stringify(entry)} is not a network. Write 10.1.0.0/16, 192.168.7.7 or fd12:3456::/48.`,
    );
  }
  const network = withoutMapping(address, length);
  const first = networkStart(network);
  if (canonicalText(first) !== canonicalText(network[0])) {
    // Wider than it looks: whoever wrote 10.1.2.3/8 may have meant one address.
    const [single, whole] = [
      networkText([network[0], hostBits(network[0])]),
      networkText([first, network[1]]),
    ];
    throw new UserError(
      `${setting}: ${JSON.stringify(entry)} names an address inside the network. Write ${whole} for all of it or ${single} for that address.`,
    );
  }
  return network;
}

/** Both as CIDR. */
export function isNetworkWithin(network: string, wider: string): boolean {
  const [address, length] = parseNetwork(network);
  const [start, shorter] = parseNetwork(wider);
  return shorter <= length && inside(address, [start, shorter]);
}

export function isExact([address, length]: Cidr): boolean {
  return length === hostBits(address);
}

export function networkText([address, length]: Cidr): string {
  return `${canonicalText(address)}/${length}`;
}

export function hostBits(address: Ip): 32 | 128 {
  return address.kind() === 'ipv4' ? 32 : 128;
}

/** "10/8" would be read as 0.0.0.10/8 and 010.1.1.1 as octal: settings are taken in full decimal form only. */
function parseStrictly(written: string): Ip | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(written)) return ipaddr.IPv4.parse(written);
  if (!written.includes(':') || written.includes('%') || !ipaddr.IPv6.isValid(written)) return null;
  return ipaddr.IPv6.parse(written);
}

/** An entry in v4-mapped spelling stands for its IPv4 network, as addresses in that spelling do. */
function withoutMapping(address: Ip, length: number): Cidr {
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && length >= 96) {
    return [address.toIPv4Address(), length - 96];
  }
  return [address, length];
}

function networkStart([address, length]: Cidr): Ip {
  const octets = address.toByteArray().map((octet, index) => {
    const kept = Math.min(8, Math.max(0, length - index * 8));
    return octet & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(octets);
}
