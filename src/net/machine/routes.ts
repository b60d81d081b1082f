import ipaddr from 'ipaddr.js';
import type { Neighbour, Route } from '../../core/vantage/vantage.ts';
import { canonicalText, type Ip, inside } from '../special-ranges.ts';

/** route.h: RTF_UP, RTF_REJECT. An "unreachable" route is none. */
const isUp = 0x1;
const rejects = 0x200;

/** /proc/net/route: words of host byte order in hexadecimal, IPv4, the main table. */
export function parseRoutes4(text: string): readonly Route[] {
  return rowsOf(text, 1).flatMap((fields) => {
    const [device = '', network = '', gateway = '', flags = '', , , metric = '', mask = ''] = fields;
    if (!isRoute(flags) || !/^[0-9A-F]{8}$/i.test(network) || !/^[0-9A-F]{8}$/i.test(mask)) return [];
    const bits = Number.parseInt(mask, 16).toString(2).replaceAll('0', '').length;
    const address = address4(network);
    const router = address4(gateway);
    return [
      {
        family: 4 as const,
        network: `${address}/${bits}`,
        gateway: router === '0.0.0.0' ? null : router,
        device,
        metric: Number(metric),
      },
    ];
  });
}

/** The machine's own byte order: little-endian wherever Node 24 runs but s390x. */
function address4(word: string): string {
  const octets = Buffer.from(word.padStart(8, '0'), 'hex');
  return [...(littleEndian ? octets.toReversed() : octets)].join('.');
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** /proc/net/ipv6_route: destination, length, source, length, next hop, metric, references, use, flags, device. */
export function parseRoutes6(text: string): readonly Route[] {
  return rowsOf(text, 0).flatMap((fields) => {
    const [network = '', length = '', , , gateway = '', metric = '', , , flags = '', device = ''] = fields;
    const address = address6(network);
    const router = address6(gateway);
    if (!isRoute(flags) || address === null || router === null) return [];
    return [
      {
        family: 6 as const,
        network: `${address}/${Number.parseInt(length, 16)}`,
        gateway: router === '::' ? null : router,
        device,
        metric: Number.parseInt(metric, 16),
      },
    ];
  });
}

function isRoute(flagText: string): boolean {
  const flags = Number.parseInt(flagText, 16);
  return (flags & isUp) !== 0 && (flags & rejects) === 0;
}

function address6(hexadecimal: string): string | null {
  const groups = /^[0-9a-f]{32}$/i.test(hexadecimal) ? hexadecimal.match(/.{4}/g) : null;
  return groups === null ? null : canonicalText(ipaddr.parse(groups.join(':')));
}

/** arp.h: ATF_COM, the entry has an address. */
const isComplete = 0x2;

/** /proc/net/arp. */
export function parseNeighbours(text: string): readonly Neighbour[] {
  return rowsOf(text, 1).flatMap(([ip = '', , flags = '', hardwareAddress = '', , device = '']) => {
    if (!ipaddr.IPv4.isValid(ip)) return [];
    const complete = (Number.parseInt(flags, 16) & isComplete) !== 0;
    return [{ ip, device, hardwareAddress: complete ? hardwareAddress : null }];
  });
}

function rowsOf(text: string, skip: number): readonly string[][] {
  return text
    .split('\n')
    .slice(skip)
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/));
}

/** The route that a packet to this address takes: the longest prefix, then the lowest metric. Null: none. */
export function routeTo(ip: string, routes: readonly Route[]): Route | null {
  if (!ipaddr.isValid(ip)) return null;
  const address: Ip = ipaddr.parse(ip);
  const fitting = routes.filter(({ network }) => inside(address, ipaddr.parseCIDR(network)));
  const prefix = ({ network }: Route) => Number(network.slice(network.indexOf('/') + 1));
  const [best] = fitting.toSorted((one, other) => prefix(other) - prefix(one) || one.metric - other.metric);
  return best ?? null;
}
