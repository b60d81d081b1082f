import { shellWord } from '../../core/text/shell.ts';

/** ip(8): link, route or neighbour of this machine. */
export function ipLinks(): string {
  return 'ip -brief link';
}

/** The route that a packet to this address would take; without one: the default route. */
export function ipRoute(address: string | undefined): string {
  return address === undefined ? 'ip route show default' : `ip route get ${shellWord(address)}`;
}

export function ipNeighbour(address: string, device: string): string {
  return `ip neigh show ${shellWord(address)} dev ${shellWord(device)}`;
}
