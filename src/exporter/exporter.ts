import { UserError } from '../core/errors.ts';
import type { ProbeAnswer, ProbeRequest, ProbeTarget } from '../core/exporter.ts';
import { typedWord } from '../core/text/typed-word.ts';
import { probeDns } from './dns.ts';
import { gauge } from './gauges.ts';
import { probeHttp } from './http.ts';
import type { Looking, LookingEngine } from './looking.ts';
import { type ModuleName, moduleNamed, modules } from './modules.ts';
import type { Prober } from './prober.ts';
import { createSlots } from './slots.ts';
import { probeTcp, probeTls } from './tcp.ts';

const probers: Readonly<Record<ModuleName, Prober>> = {
  http_2xx: probeHttp,
  tcp_connect: probeTcp,
  tcp_tls: probeTls,
  dns: probeDns,
};

export type ExporterWorld = {
  readonly engine: LookingEngine;
  /** However long Prometheus would wait. */
  readonly longestMs: number;
  readonly mostAtOnce: number;
};

/** What Prometheus' blackbox exporter tells of a target, from probes of our own and within our address policy. */
export function createExporter({ engine, longestMs, mostAtOnce }: ExporterWorld): ProbeTarget {
  const slots = createSlots(mostAtOnce);
  return async (request) => {
    const module = moduleNamed(request.module);
    if (module === null) {
      const known = modules.join(', ');
      return {
        kind: 'refused',
        reason: `Unknown module "${typedWord(request.module, 60)}". There are ${known}.`,
      };
    }
    const budgetMs = Math.max(1, Math.floor(Math.min(request.timeoutMs, longestMs)));
    const begun = engine.stopwatch();
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(budgetMs)]);
    const leave = await slots.enter(signal);
    if (leave === null) return { kind: 'busy' };
    try {
      return await probe(request, probers[module], engine, begun + budgetMs);
    } finally {
      leave();
    }
  };
}

/** What is left for the last words once time is up. */
const tidyMs = 50;

async function probe(
  request: ProbeRequest,
  prober: Prober,
  engine: LookingEngine,
  lastMoment: number,
): Promise<ProbeAnswer> {
  const log: string[] = [];
  const begun = engine.stopwatch();
  const looking: Looking = {
    engine,
    signal: request.signal,
    leftMs: () => Math.max(1, Math.floor(lastMoment - tidyMs - engine.stopwatch())),
    say: (line) => void log.push(line),
  };
  try {
    const { success, families } = await prober(request, looking);
    const seconds = (engine.stopwatch() - begun) / 1000;
    const all = [...families, gauge('probe_success', success), gauge('probe_duration_seconds', seconds)];
    return { kind: 'probed', success, families: all.toSorted(byName), log };
  } catch (thrown) {
    // Nobody is there any more to read the answer.
    if (request.signal.aborted) return { kind: 'busy' };
    if (thrown instanceof UserError) return { kind: 'refused', reason: thrown.message };
    throw thrown;
  }
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
