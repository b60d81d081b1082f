import type { Evidence } from '../../../core/finding.ts';
import { msText } from '../../../core/text/time-text.ts';
import type { HttpHop } from '../../../probes/http.ts';
import { evidence } from '../evidence.ts';

export type PhaseName = 'connect' | 'tls' | 'firstByte' | 'body';

type Phases = HttpHop['phases'];

function phasesOf(phases: Phases): readonly { readonly name: PhaseName; readonly ms: number | null }[] {
  return [
    { name: 'connect', ms: phases.connectMs },
    { name: 'tls', ms: phases.tlsMs },
    { name: 'firstByte', ms: phases.firstByteMs },
    { name: 'body', ms: phases.bodyMs },
  ];
}

const labels: Readonly<Record<PhaseName, string>> = {
  connect: 'TCP connect',
  tls: 'TLS handshake',
  firstByte: 'waiting for the first byte',
  body: 'body',
};

/** The phase that took longest; our own queue is none of theirs. */
export function slowestPhase(phases: Phases): { readonly name: PhaseName; readonly ms: number } {
  let slowest = { name: 'firstByte' as PhaseName, ms: phases.firstByteMs ?? 0 };
  for (const { name, ms } of phasesOf(phases)) {
    if (ms !== null && ms > slowest.ms) slowest = { name, ms };
  }
  return slowest;
}

/** One line a phase, as measured over the request's own connection. */
export function phaseEvidence({ phases }: HttpHop): readonly Evidence[] {
  const own = phases.queueMs >= 50 ? [evidence('waited here', msText(phases.queueMs))] : [];
  return [
    ...own,
    ...phasesOf(phases).flatMap(({ name, ms }) => (ms === null ? [] : [evidence(labels[name], msText(ms))])),
  ];
}
