import type { Evidence } from '../../../core/finding.ts';
import { msText } from '../../../core/text/time-text.ts';
import type { TcpAddress, TcpFacts } from '../../../probes/tcp.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { addressOf } from '../../commands/place.ts';
import { evidence } from '../evidence.ts';
import { droppedOnAccept } from '../tls/upgrades.ts';

export type TcpFate =
  | 'open'
  | 'refused'
  | 'filtered'
  | 'unreachable'
  | 'dropped'
  | 'failed'
  /** This machine has no address of that family: it says nothing about the target. */
  | 'no-family'
  | 'blocked-locally'
  /** The run ended first. */
  | 'unseen';

export type FatedAddress = {
  readonly address: TcpAddress['address'];
  readonly fate: TcpFate;
  readonly elapsedMs: number;
  readonly errno: string | null;
};

/** The one thing wrong with the connections: every TCP rule tells one kind, so two never contradict. */
export type TcpTrouble =
  | { readonly kind: 'none' }
  | { readonly kind: 'all'; readonly fate: TcpFate; readonly failing: readonly FatedAddress[] }
  | {
      readonly kind: 'ipv6';
      readonly failing: readonly FatedAddress[];
      readonly open: readonly FatedAddress[];
    }
  | {
      readonly kind: 'some';
      readonly failing: readonly FatedAddress[];
      readonly open: readonly FatedAddress[];
    };

/** Fates in which the target had no part. */
const ours = new Set<TcpFate>(['no-family', 'blocked-locally', 'unseen']);

export function tcpTrouble(tcp: TcpFacts, tls: TlsFacts | null): TcpTrouble {
  const fates = tcpFates(tcp, tls);
  const theirs = fates.filter(({ fate }) => !ours.has(fate));
  const open = theirs.filter(({ fate }) => fate === 'open');
  const failing = theirs.filter(({ fate }) => fate !== 'open');
  if (theirs.length === 0) return onlyOurs(fates);
  if (failing.length === 0) return { kind: 'none' };
  if (open.length === 0) return { kind: 'all', fate: mostFrequent(failing), failing };
  const kind = failing.every(isIpv6) && !open.some(isIpv6) ? 'ipv6' : 'some';
  return { kind, failing, open };
}

function onlyOurs(fates: readonly FatedAddress[]): TcpTrouble {
  for (const fate of ['blocked-locally', 'no-family'] as const) {
    const failing = fates.filter((seen) => seen.fate === fate);
    if (failing.length > 0) return { kind: 'all', fate, failing };
  }
  return { kind: 'none' };
}

/** What became of each address; one that a silent TLS look saw dropped on accept was not really open. */
export function tcpFates(tcp: TcpFacts, tls: TlsFacts | null): readonly FatedAddress[] {
  const noFamily = familiesWithoutRoute(tcp);
  const dropped = new Set(droppedInTls(tls));
  return tcp.addresses.map(({ address, state, elapsedMs }) => ({
    address,
    elapsedMs,
    errno: state.kind === 'failed' ? state.errno : null,
    fate: noFamily.has(address.family)
      ? 'no-family'
      : dropped.has(addressOf(address))
        ? 'dropped'
        : fateOf(state),
  }));
}

function droppedInTls(tls: TlsFacts | null): readonly string[] {
  return (tls?.addresses ?? []).flatMap(({ address, handshake }) =>
    (handshake.kind === 'failed' && handshake.dropsSilentClients) ||
    (handshake.kind === 'not-upgraded' && droppedOnAccept(handshake.failure))
      ? [addressOf(address)]
      : [],
  );
}

function fateOf(state: TcpAddress['state']): TcpFate {
  switch (state.kind) {
    case 'open':
      return 'open';
    case 'dropped-on-accept':
      return 'dropped';
    case 'failed':
      return fateOfFailure(state.failure);
  }
}

function fateOfFailure(failure: Extract<TcpAddress['state'], { kind: 'failed' }>['failure']): TcpFate {
  switch (failure) {
    case 'refused':
      return 'refused';
    case 'timeout':
      return 'filtered';
    case 'host-unreachable':
    case 'network-unreachable':
      return 'unreachable';
    case 'blocked-locally':
      return 'blocked-locally';
    case 'reset':
      return 'dropped';
    case 'no-address-family':
      return 'no-family';
    case 'aborted':
      return 'unseen';
    case 'other':
      return 'failed';
  }
}

/** IPv6 with "no route" or "no address to send from" at every address: a host without IPv6, as most containers are. */
function familiesWithoutRoute(tcp: TcpFacts): ReadonlySet<4 | 6> {
  const six = tcp.addresses.filter(isIpv6);
  return six.length > 0 && six.every(({ state }) => lacksRoute(state)) ? new Set([6]) : new Set();
}

function lacksRoute(state: TcpAddress['state']): boolean {
  if (state.kind !== 'failed') return false;
  const { failure, errno } = state;
  return failure === 'network-unreachable' || failure === 'no-address-family' || errno === 'EADDRNOTAVAIL';
}

export function isIpv6({ address }: { readonly address: TcpAddress['address'] }): boolean {
  return address.family === 6;
}

/** The fate of most addresses; the earlier in this list when two are as frequent, because it says more. */
const mostTelling = ['refused', 'dropped', 'unreachable', 'filtered', 'failed'] as const;

function mostFrequent(failing: readonly FatedAddress[]): TcpFate {
  const count = (fate: TcpFate) => failing.filter((seen) => seen.fate === fate).length;
  return mostTelling.toSorted((one, other) => count(other) - count(one))[0] ?? 'failed';
}

export function fateText({ fate, elapsedMs, errno }: FatedAddress): string {
  switch (fate) {
    case 'open':
      return 'accepts';
    case 'refused':
      return 'connection refused';
    case 'filtered':
      return `no answer in ${msText(elapsedMs)}`;
    case 'unreachable':
      return `unreachable (${errno ?? 'no route'})`;
    case 'dropped':
      return 'accepts and drops the connection at once';
    case 'failed':
      return `failed (${errno ?? 'unknown error'})`;
    case 'no-family':
      return 'not looked at: this machine has no IPv6';
    case 'blocked-locally':
      return `blocked on this machine (${errno ?? 'EPERM'})`;
    case 'unseen':
      return 'not looked at in time';
  }
}

export function fateEvidence(fates: readonly FatedAddress[]): readonly Evidence[] {
  return fates.slice(0, 8).map((seen) => evidence(addressOf(seen.address), fateText(seen)));
}
