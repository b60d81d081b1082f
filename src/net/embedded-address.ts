import ipaddr from 'ipaddr.js';
import { type Cidr, type Ip, inside } from './special-ranges.ts';

type Embedding = {
  readonly within: Cidr;
  /** Positions of the four octets, one row per place the address may stand in. */
  readonly places: readonly (readonly [number, number, number, number])[];
  /** Teredo stores the client's address with all bits flipped. */
  readonly flipped?: number;
};

const lastFour = [12, 13, 14, 15] as const;

const embeddings: readonly Embedding[] = [
  // IPv4-compatible and IPv4-translated addresses: RFC 4291 §2.5.5.1, RFC 2765 §2.1.
  { within: ipaddr.parseCIDR('::/96'), places: [lastFour] },
  { within: ipaddr.parseCIDR('::ffff:0:0:0/96'), places: [lastFour] },
  // NAT64, well-known prefix: RFC 6052 §2.1.
  { within: ipaddr.parseCIDR('64:ff9b::/96'), places: [lastFour] },
  // NAT64, local use: RFC 8215 leaves the prefix length open; RFC 6052 §2.2 gives the places, octet 8 being zero.
  {
    within: ipaddr.parseCIDR('64:ff9b:1::/48'),
    places: [[6, 7, 9, 10], [7, 9, 10, 11], [9, 10, 11, 12], lastFour],
  },
  // 6to4: RFC 3056 §2.
  { within: ipaddr.parseCIDR('2002::/16'), places: [[2, 3, 4, 5]] },
  // Teredo: RFC 4380 §4, the server and the client behind the NAT.
  { within: ipaddr.parseCIDR('2001::/32'), places: [[4, 5, 6, 7], lastFour], flipped: 1 },
];

/** ISATAP hides an IPv4 address behind any prefix: RFC 5214 §6.1. */
const isatap: Embedding = { within: ipaddr.parseCIDR('::/0'), places: [lastFour] };

/** IPv4 addresses that a packet to this IPv6 address may end at; empty for an ordinary one. */
export function embeddedAddresses(address: Ip): readonly ipaddr.IPv4[] {
  if (address.kind() === 'ipv4') return [];
  const octets = address.toByteArray();
  const embedding = embeddings.find(({ within }) => inside(address, within));
  if (embedding !== undefined) return placesOf(embedding, octets);
  return isIsatap(octets) ? placesOf(isatap, octets) : [];
}

function placesOf({ places, flipped }: Embedding, octets: readonly number[]): readonly ipaddr.IPv4[] {
  const found = places.map((place, index) =>
    place.map((at) => (octets[at] ?? 0) ^ (index === flipped ? 0xff : 0)),
  );
  if (found.length === 1 || flipped !== undefined) return found.map((quad) => new ipaddr.IPv4(quad));
  // Of several possible places, those left all zero are padding of a longer prefix.
  const used = found.filter((quad) => quad.some((octet) => octet !== 0));
  return (used.length === 0 ? found.slice(0, 1) : used).map((quad) => new ipaddr.IPv4(quad));
}

function isIsatap(octets: readonly number[]): boolean {
  return ((octets[8] ?? 0) & 0xfd) === 0 && octets[9] === 0 && octets[10] === 0x5e && octets[11] === 0xfe;
}
