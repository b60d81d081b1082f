import type { Block } from '../message.ts';

/** A block, and the one that belongs under its label. */
export type AttachedBlock = { readonly block: Block; readonly under: Block | null };

/** A label without words of its own ("Seen", "See it yourself") heads the list, code or table that follows it. */
export function attachBlocks(blocks: readonly Block[]): readonly AttachedBlock[] {
  const attached: AttachedBlock[] = [];
  for (const [position, block] of blocks.entries()) {
    const before = blocks[position - 1];
    if (before !== undefined && headsNext(before, block)) continue;
    const next = blocks[position + 1];
    attached.push({ block, under: next !== undefined && headsNext(block, next) ? next : null });
  }
  return attached;
}

function headsNext(block: Block, next: Block): boolean {
  if (block.kind !== 'labelled' || block.inlines.length > 0) return false;
  return next.kind === 'list' || next.kind === 'code' || next.kind === 'table';
}
