import type { AllowedAddress } from '../../net/policy.ts';
import type { TcpAddress, TcpFacts } from '../tcp.ts';
import type { TlsAddress, TlsFacts } from '../tls/tls-facts.ts';

/** `slow`: connecting took so long that a packet may have been lost. `asked`: nothing is wrong. */
export type PathReason = 'no-connection' | 'stalled' | 'slow' | 'asked';

export type Troubled = { readonly address: AllowedAddress; readonly why: PathReason };

/** No way on land is as long: light takes 200 ms around the earth in a fibre, half of it there and back. */
const slowMs = 400;

/** Where the way is worth a look, worst first, one for each kind of trouble; nothing lies between us and ourselves. */
export function troubledAddresses(
  tcp: TcpFacts | null,
  tls: TlsFacts | null,
  wished: boolean,
): readonly Troubled[] {
  if (tcp === null) return [];
  const silent = tcp.addresses.filter(isUnreached).map(({ address }) => address);
  const stalled = (tls?.addresses ?? []).filter(isStalled).map(({ address }) => address);
  const slow = tcp.addresses
    .filter(({ state, elapsedMs }) => state.kind === 'open' && elapsedMs >= slowMs)
    .map(({ address }) => address);
  const found: readonly Troubled[] = [
    ...first(silent, 'no-connection'),
    ...first(stalled, 'stalled'),
    ...first(slow, wished ? 'asked' : 'slow'),
  ];
  if (found.length > 0) return found;
  const [asked = tcp.addresses[0]?.address] = tcp.open;
  return wished && asked !== undefined ? [{ address: asked, why: 'asked' }] : [];
}

function first(addresses: readonly AllowedAddress[], why: PathReason): readonly Troubled[] {
  const address = addresses.find(({ ip }) => !isLoopback(ip));
  return address === undefined ? [] : [{ address, why }];
}

export function isLoopback(ip: string): boolean {
  return ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.');
}

/** No route at all is told at once, and no trace would begin. */
function isUnreached({ state, elapsedMs }: TcpAddress): boolean {
  if (state.kind !== 'failed') return false;
  if (state.failure === 'timeout') return true;
  return state.failure === 'host-unreachable' && elapsedMs > 0;
}

function isStalled({ handshake }: TlsAddress): boolean {
  return handshake.kind === 'failed' && handshake.failure.kind === 'timeout';
}
