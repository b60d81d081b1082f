import type { Block, Inline, Message } from '../core/message.ts';

/** The closer look as a message of its own; null where an answer has none. */
export function detailsOf(message: Message): Message | null {
  const { tone, title, details, summary } = message;
  if (details === undefined) return null;
  const { blocks, files } = details;
  return {
    tone,
    title,
    blocks,
    ...(files === undefined ? {} : { files }),
    summary: `Details: ${summary}`,
  };
}

/**
 * All in one, for places where an answer can be as long as it likes: details come before the small print. A line that they
 * repeat at full length ("Fix") stands there once, at full length.
 */
export function withDetailsInside(message: Message): Message {
  const { details, files, ...rest } = message;
  if (details === undefined) return message;
  const bodyEnd = message.blocks.findLastIndex(({ kind }) => kind !== 'note') + 1;
  const used = new Set<Block>();
  const body = message.blocks.slice(0, bodyEnd).map((block) => {
    const whole = details.blocks.find((longer) => isBeginningOf(block, longer));
    if (whole !== undefined) used.add(whole);
    return whole ?? block;
  });
  const closer = details.blocks.filter((block) => !used.has(block));
  const all = [...(files ?? []), ...(details.files ?? [])];
  return {
    ...rest,
    blocks: [...body, ...closer, ...message.blocks.slice(bodyEnd)],
    ...(all.length === 0 ? {} : { files: all }),
  };
}

function isBeginningOf(block: Block, longer: Block): boolean {
  if (block.kind !== 'labelled' || longer.kind !== 'labelled' || block.label !== longer.label) return false;
  const words = wordsOf(block.inlines);
  return words !== '' && wordsOf(longer.inlines).startsWith(words);
}

function wordsOf(inlines: readonly Inline[]): string {
  return inlines.map((inline) => ('text' in inline ? inline.text : '')).join('');
}
