import type { KernelView } from '../../../src/net/path/kernel-view.ts';
import { countTrips } from '../../../src/net/path/round-trips.ts';
import type { Hop, ProgramTrace } from '../../../src/net/path/trace.ts';
import type { HandshakeTry } from '../../../src/probes/path/stalled-handshake.ts';
import type { PathFacts, PathLook } from '../../../src/probes/path.ts';
import { allowed, ip } from './probe-facts.ts';

export function pathFacts(look: Partial<PathLook>): PathFacts {
  const nothing = { trips: null, traces: [], distance: null, stall: null } as const;
  return { looks: [{ address: allowed(ip), why: 'asked', ...nothing, ...look }] };
}

/** Hops that answered after 1 ms, 2 ms, ...; `reached`: the last of them is the target. */
export function traced(
  program: ProgramTrace['program'],
  addresses: readonly (string | null)[],
  { reached = false, refusal = null }: { readonly reached?: boolean; readonly refusal?: string | null } = {},
): ProgramTrace {
  const hops = addresses.map((address, at): Hop => {
    const last = at === addresses.length - 1;
    return {
      distance: at + 1,
      address,
      elapsedMs: address === null ? null : at + 1,
      refusal: last ? refusal : null,
    };
  });
  return { program, kind: 'traced', hops, reached, pathMtu: program === 'tracepath' ? 1500 : null };
}

export function tripsOf(...connectedMs: readonly number[]): PathLook['trips'] {
  return countTrips(connectedMs, 8);
}

export function handshakeTry(
  end: HandshakeTry['end'],
  sentBytes: number,
  kernel: Partial<KernelView> | null = null,
): HandshakeTry {
  const quiet = { unacked: 0, resent: 0, sacked: 0, outOfOrder: 0, segmentBytes: 1448, pathMtu: 1500 };
  return {
    end,
    sentBytes,
    receivedBytes: end === 'silent' ? 0 : 3000,
    kernel: kernel === null ? null : { ...quiet, ...kernel },
  };
}
