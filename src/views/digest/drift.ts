import { type Block, code, note, text } from '../../core/message.ts';
import type { DigestDrift } from './content.ts';

/** One line where the declared list and what is watched are not the same; nothing where they are. */
export function driftBlocks(drift: DigestDrift | null): readonly Block[] {
  if (drift === null) return [];
  const { file, isInForce, changed, removed, added } = drift;
  const parts = [
    ...(isInForce ? [] : ['it is not in force as it stands']),
    ...counted(changed, 'changed by hand'),
    ...counted(removed, 'removed by hand'),
    ...counted(added, 'not in it'),
  ];
  if (parts.length === 0) return [];
  return [note(code(file), text(`: ${parts.join(', ')}. See `), code('/watch drift'))];
}

function counted(count: number, words: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${words}`];
}
