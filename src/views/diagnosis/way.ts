import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, labelled, text } from '../../core/message.ts';
import { hostPort } from '../../core/target.ts';
import { msText } from '../../core/text/time-text.ts';
import type { Hop } from '../../net/path/trace.ts';
import type { PathLook } from '../../probes/path.ts';
import { factsIn } from './facts.ts';

const mostHops = 30;

/** The way to each address that was traced, hop by hop; nothing where none was. */
export function wayBlocks(diagnosis: Diagnosis): readonly Block[] {
  const looks = factsIn(diagnosis)('path')?.looks ?? [];
  return looks.flatMap((look) => [labelled('Path', text(`${summaryOf(look)}.`)), ...tableOf(look)]);
}

function summaryOf({ address, trips, traces, distance }: PathLook): string {
  const parts: string[] = [];
  if (trips !== null) {
    const median = trips.medianMs === null ? '' : `, ${msText(trips.medianMs)} in the middle`;
    parts.push(`${trips.tries - trips.lost} of ${trips.tries} connections at once${median}`);
  }
  const traced = traces.flatMap((trace) => (trace.kind === 'traced' ? [trace] : []));
  for (const { program, reached, pathMtu } of traced) {
    const size = pathMtu === null ? '' : `, packets of up to ${pathMtu} bytes`;
    parts.push(`${program} ${reached ? 'reaches it' : 'does not reach it'}${size}`);
  }
  if (distance !== null) parts.push(`it is ${distance.hops} hop${distance.hops === 1 ? '' : 's'} away`);
  const all = parts.length === 0 ? 'nothing was heard' : parts.join('; ');
  return `to ${hostPort(address.ip, address.port)}: ${all}`;
}

function tableOf({ traces }: PathLook): readonly Block[] {
  const longest = traces
    .flatMap((trace) => (trace.kind === 'traced' ? [trace] : []))
    .toSorted((one, other) => other.hops.length - one.hops.length)[0];
  if (longest === undefined || longest.hops.length === 0) return [];
  return [
    { kind: 'table', columns: ['hop', 'router', 'after'], rows: longest.hops.slice(0, mostHops).map(rowOf) },
  ];
}

function rowOf({ distance, address, elapsedMs, refusal }: Hop): readonly string[] {
  const after = elapsedMs === null ? '' : msText(elapsedMs);
  return [String(distance), address ?? 'no answer', refusal === null ? after : `${after} ${refusal}`.trim()];
}
