import type { Diagnosis } from '../../core/diagnosis.ts';
import type { OfferedFile } from '../../core/message.ts';
import { factsIn } from '../diagnosis/facts.ts';

/** What a mended chain needs, and the whole of it in the order of a server: of the first list that could be mended. */
export function repairFiles(diagnosis: Diagnosis): readonly OfferedFile[] {
  const chains = factsIn(diagnosis)('chain')?.chains ?? [];
  for (const { repair } of chains) {
    if (repair?.outcome !== 'repaired') continue;
    const host = diagnosis.target.host.replace(/[^a-z0-9.-]+/gi, '-').slice(0, 100);
    return [
      pemFile(`${host}-missing-intermediate.pem`, repair.pem.missing),
      pemFile(`${host}-fullchain.pem`, repair.pem.chain),
    ];
  }
  return [];
}

function pemFile(name: string, text: string): OfferedFile {
  return { name, mediaType: 'application/x-pem-file', text };
}
