import type { Evidence } from '../../../core/finding.ts';
import { msText } from '../../../core/text/time-text.ts';
import type { Hop, ProgramTrace } from '../../../net/path/trace.ts';
import type { PathLook } from '../../../probes/path.ts';
import { evidence } from '../evidence.ts';

type Traced = Extract<ProgramTrace, { readonly kind: 'traced' }>;

/** The trace that got furthest; null when no program told anything. */
export function bestTrace({ traces }: Pick<PathLook, 'traces'>): Traced | null {
  const traced = traces.flatMap((trace) => (trace.kind === 'traced' ? [trace] : []));
  return traced.toSorted((one, other) => lengthOf(other) - lengthOf(one))[0] ?? null;
}

function lengthOf({ reached, hops }: Traced): number {
  return (reached ? 1000 : 0) + (hops.at(-1)?.distance ?? 0);
}

export function traceEvidence(trace: Traced): readonly Evidence[] {
  const shown = trace.hops.slice(-8).map((hop) => evidence(`hop ${hop.distance}`, hopText(hop)));
  return [
    ...shown,
    evidence(
      'traced by',
      `${trace.program}, ${trace.reached ? 'up to the target' : 'which did not reach the target'}`,
    ),
  ];
}

export function hopText({ address, elapsedMs, refusal }: Hop): string {
  if (address === null) return 'no answer';
  const after = elapsedMs === null ? '' : `, ${msText(elapsedMs)}`;
  return `${address}${after}${refusal === null ? '' : `, says ${refusal}`}`;
}
