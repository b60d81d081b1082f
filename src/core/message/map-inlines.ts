import type { Block, Inline, Message } from '../message.ts';

export type ChangeInlines = (inlines: readonly Inline[]) => readonly Inline[];

/** The same message with every line of inlines changed, in its title, its blocks and its details. */
export function mapInlines(message: Message, change: ChangeInlines): Message {
  const { details } = message;
  const changed = (blocks: readonly Block[]) => blocks.map((block) => mapBlockInlines(block, change));
  return {
    ...message,
    title: change(message.title),
    blocks: changed(message.blocks),
    ...(details === undefined ? {} : { details: { ...details, blocks: changed(details.blocks) } }),
  };
}

export function mapBlockInlines(block: Block, change: ChangeInlines): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'labelled':
    case 'note':
      return { ...block, inlines: change(block.inlines) };
    case 'list':
      return { ...block, items: block.items.map(change) };
    case 'heading':
    case 'ladder':
    case 'code':
    case 'table':
    case 'divider':
      return block;
  }
}
