import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, labelled } from '../../core/message.ts';
import type { ResolverWord } from '../../probes/resolvers.ts';
import { factsIn } from '../diagnosis/facts.ts';

/** Resolvers side by side; nothing where there is one only. */
export function resolverBlocks(diagnosis: Diagnosis): readonly Block[] {
  const facts = factsIn(diagnosis)('resolvers');
  if (facts === null) return [];
  return [
    labelled('Resolvers'),
    { kind: 'table', columns: ['resolver', 'says', 'ms'], rows: facts.resolvers.map(rowOf) },
  ];
}

function rowOf(word: ResolverWord): readonly string[] {
  return [word.server, wordText(word), String(Math.round(word.elapsedMs))];
}

function wordText({ a, aaaa, addresses }: ResolverWord): string {
  const more = addresses.length > 2 ? ` and ${addresses.length - 2} more` : '';
  if (addresses.length > 0) return `${addresses.slice(0, 2).join(', ')}${more}`;
  const said = [a, aaaa].map((answer) => (answer.status === 'answered' ? answer.rcode : answer.reason));
  return [...new Set(said)].join(' and ');
}
