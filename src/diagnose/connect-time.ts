import type { Diagnosis } from '../core/diagnosis.ts';
import type { ProbeResult } from '../core/probe.ts';
import { speaksTls, type Target } from '../core/target.ts';
import { factsIn } from './facts-in.ts';

/** By the phases that the probes timed themselves; whole runs of probes are longer by what waits inside us. */
export function connectTimeIn(target: Target, results: readonly ProbeResult[]): Pick<Diagnosis, 'connectMs'> {
  const opened = new Map(
    (factsIn(results, 'tcp')?.addresses ?? []).flatMap(({ address, elapsedMs, state }) =>
      state.kind === 'open' ? [[address.ip, elapsedMs]] : [],
    ),
  );
  const times = speaksTls(target) ? withHandshakes(results, opened) : [...opened.values()];
  // A client takes the one that answers first (RFC 8305), and it waited least for anything of ours.
  return times.length === 0 ? {} : { connectMs: Math.min(...times) };
}

function withHandshakes(
  results: readonly ProbeResult[],
  opened: ReadonlyMap<string, number>,
): readonly number[] {
  return (factsIn(results, 'tls')?.addresses ?? []).flatMap(({ address, elapsedMs, handshake }) => {
    const connectMs = opened.get(address.ip);
    return handshake.kind === 'completed' && connectMs !== undefined ? [connectMs + elapsedMs] : [];
  });
}
