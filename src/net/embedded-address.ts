import ipaddr from 'ipaddr.js';
import { type Cidr, type Ip, inside } from './special-ranges.ts';

type Place = readonly [number, number, number, number];
type Embedding = {
  readonly within: Cidr;
  /** Positions of the four octets, one row per place the address may stand in. */
  readonly places: readonly Place[];
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
  // "::" and "::1" lie in the IPv4-compatible block and are none of it (RFC 4291 §2.5.5.1).
  if (octets.slice(0, 15).every((octet) => octet === 0) && (octets[15] ?? 0) < 2) return [];
  const embedding = embeddings.find(({ within }) => inside(address, within));
  if (embedding !== undefined) return placesOf(embedding, octets);
  return isIsatap(octets) ? placesOf(isatap, octets) : [];
}

function placesOf({ places, flipped }: Embedding, octets: readonly number[]): readonly ipaddr.IPv4[] {
  const possible = places.length === 1 || flipped !== undefined ? places : places.filter(fits(octets));
  return possible.map(
    (place, index) => new ipaddr.IPv4(place.map((at) => (octets[at] ?? 0) ^ (index === flipped ? 0xff : 0))),
  );
}

/** Where several places are possible: what follows the address is zero (RFC 6052 §2.2), and the address is not. */
function fits(octets: readonly number[]): (place: Place) => boolean {
  return (place) =>
    place.some((at) => octets[at] !== 0) && octets.slice(place[3] + 1).every((octet) => octet === 0);
}

function isIsatap(octets: readonly number[]): boolean {
  return ((octets[8] ?? 0) & 0xfd) === 0 && octets[9] === 0 && octets[10] === 0x5e && octets[11] === 0xfe;
}
