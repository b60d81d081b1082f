import type { Block, Inline, Message } from '../core/message.ts';

/**
 * A message at rest: JSON with ISO 8601 dates. `record` stays behind, it is for the asker's terminal only.
 * The way back walks the known shape instead of reviving whatever looks like a date, since button values and
 * texts come from strangers.
 */
export function encodeMessage(message: Message): string {
  const { record: _record, ...kept } = message;
  return JSON.stringify(kept, (_key, value: unknown) => {
    // JSON.stringify writes an invalid date as null, which would come back as 1970.
    if (typeof value === 'object' && value !== null && 'at' in value && value.at instanceof Date) {
      return { ...value, at: value.at.toISOString() };
    }
    return value;
  });
}

export function decodeMessage(stored: string): Message {
  const message = JSON.parse(stored) as Message;
  return { ...message, title: revived(message.title), blocks: message.blocks.map(revivedBlock) };
}

function revivedBlock(block: Block): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'labelled':
    case 'note':
      return { ...block, inlines: revived(block.inlines) };
    case 'list':
      return { ...block, items: block.items.map(revived) };
    case 'heading':
    case 'ladder':
    case 'code':
    case 'table':
    case 'divider':
      return block;
  }
}

function revived(inlines: readonly Inline[]): readonly Inline[] {
  return inlines.map((inline) => (inline.kind === 'date' ? { ...inline, at: new Date(inline.at) } : inline));
}
