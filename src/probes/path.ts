import { learned, notAsked, type ProbeOutcome, type ProbeResult } from '../core/probe.ts';
import { hostPort, type Target } from '../core/target.ts';
import { type RoundTrips, roundTrips } from '../net/path/round-trips.ts';
import type { ProgramTrace } from '../net/path/trace.ts';
import { traceWay } from '../net/path/trace-programs.ts';
import { type UdpDistance, udpDistance } from '../net/path/udp-distance.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { lookAtStall, type StallFacts } from './path/stalled-handshake.ts';
import { isLoopback, type PathReason, troubledAddresses } from './path/troubled-addresses.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { reachProbe } from './reach.ts';
import { tcpProbe } from './tcp.ts';
import { tlsProbe } from './tls.ts';

/** The way to those addresses that have trouble, or to the first one when that was asked for. */
export type PathFacts = { readonly looks: readonly PathLook[] };

export type PathLook = {
  readonly address: AllowedAddress;
  readonly why: PathReason;
  /** Null when the address does not accept. */
  readonly trips: RoundTrips | null;
  /** What each program said; empty when no trace was wanted, as to this machine itself. */
  readonly traces: readonly ProgramTrace[];
  readonly distance: UdpDistance | null;
  /** Only after a handshake that stalled. */
  readonly stall: StallFacts | null;
};

const mostLooks = 2;
const perLookMs = 4200;

export const pathProbe = defineProbe({
  name: 'path',
  layer: 'path',
  rung: { label: 'Path', covers: ['path'], always: false },
  needs: { reach: reachProbe },
  after: { tcp: tcpProbe, tls: tlsProbe },
  only: ['all'],
  deadlineMs: 5500,
  describe({ looks }: PathFacts) {
    return looks.map(({ address }) => hostPort(address.ip, address.port)).join(', ');
  },
  async run(target, { tcp, tls }, context): Promise<ProbeOutcome<PathFacts>> {
    const wished = context.wishes.has('path');
    const wanted = troubledAddresses(factsOf(tcp), factsOf(tls), wished).slice(0, mostLooks);
    if (wanted.length === 0) return notAsked('the way is looked at with:path, or where packets vanish');
    return learned({ looks: await Promise.all(wanted.map((one) => lookAt(one, target, context))) });
  },
});

function factsOf<Facts>(result: ProbeResult<Facts>): Facts | null {
  return result.status === 'skipped' ? null : (result.facts ?? null);
}

async function lookAt(
  { address, why }: { readonly address: AllowedAddress; readonly why: PathReason },
  target: Target,
  context: ProbeContext,
): Promise<PathLook> {
  const { network, signal } = context;
  const options = { signal, timeoutMs: context.budgetMs(perLookMs) };
  const [trips, traces, distance, stall] = await Promise.all([
    why === 'no-connection' ? null : roundTrips(address, network, options),
    why === 'slow' || isLoopback(address.ip) ? [] : traceWay(address, options),
    why === 'slow' || isLoopback(address.ip) ? null : udpDistance(address, network.policy, options),
    why === 'stalled' ? lookAtStall(address, target, context) : null,
  ]);
  return { address, why, trips, traces, distance, stall };
}
