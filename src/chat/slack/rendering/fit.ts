import { attachBlocks } from '../../../core/files/attached.ts';
import type { Block } from '../../../core/message.ts';
import type { SlackBlock } from '../api/payload.ts';
import { renderBlock } from './blocks.ts';

/** What is left of a message for its body. */
export type Room = { readonly blocks: number; readonly size: number };

export type Fitted = {
  readonly blocks: readonly SlackBlock[];
  readonly linesLeftOut: number;
  /** What did not fit, to go on with in another message. */
  readonly rest: readonly Block[];
};

/** Renders as many lines as there is room for, from the top, and counts the others. */
export function fitBlocks(blocks: readonly Block[], room: Room, now: Date): Fitted {
  const attached = attachBlocks(blocks);
  const fitted: SlackBlock[] = [];
  let size = 0;
  for (const [at, { block, under }] of attached.entries()) {
    const put = (shown: SlackBlock | null): boolean => {
      if (shown === null) return true;
      const cost = sizeOf(shown);
      if (fitted.length + 1 > room.blocks || size + cost > room.size) return false;
      fitted.push(shown);
      size += cost;
      return true;
    };
    if (put(renderBlock(block, under, now))) continue;
    const lines = linesOf(under ?? block);
    const kept = mostLines(lines, (count) => {
      const shown = head(block, under, count, now);
      return shown !== null && fitted.length < room.blocks && size + sizeOf(shown) <= room.size;
    });
    if (kept > 0) put(head(block, under, kept, now));
    const later = attached.slice(at + 1);
    const linesLater = later.reduce((sum, next) => sum + linesOf(next.under ?? next.block), 0);
    const rest = [
      ...linesFrom(block, under, kept),
      ...later.flatMap((next) => (next.under === null ? [next.block] : [next.block, next.under])),
    ];
    return { blocks: fitted, linesLeftOut: lines - kept + linesLater, rest };
  }
  return { blocks: fitted, linesLeftOut: 0, rest: [] };
}

/** Characters of the JSON, with everything outside ASCII as an escape, which is how a strict counter would see it. */
export function sizeOf(block: SlackBlock): number {
  const json = JSON.stringify(block);
  const outside = json.match(/[\u0080-\uffff]/g)?.length ?? 0;
  return json.length + outside * 5 + 1;
}

function head(block: Block, under: Block | null, lines: number, now: Date): SlackBlock | null {
  return under === null
    ? renderBlock(firstLines(block, lines), null, now)
    : renderBlock(block, firstLines(under, lines), now);
}

/** The largest count below `lines` that fits; fitting is monotone. */
function mostLines(lines: number, fits: (count: number) => boolean): number {
  let fitting = 0;
  let tooMany = lines;
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

function linesOf(block: Block): number {
  switch (block.kind) {
    case 'ladder':
      return block.rungs.length;
    case 'code':
      return block.text.split('\n').length;
    case 'list':
      return block.items.length;
    case 'table':
      return block.rows.length;
    case 'paragraph':
    case 'heading':
    case 'labelled':
    case 'note':
      return 1;
    case 'divider':
      return 0;
  }
}

function firstLines(block: Block, count: number): Block {
  return linesBetween(block, 0, count);
}

/** A label stands above what follows it again only where nothing of that was shown. */
function linesFrom(block: Block, under: Block | null, from: number): readonly Block[] {
  if (under === null) return [from === 0 ? block : linesBetween(block, from, undefined)];
  return from === 0 ? [block, under] : [linesBetween(under, from, undefined)];
}

function linesBetween(block: Block, from: number, to: number | undefined): Block {
  switch (block.kind) {
    case 'ladder':
      return { ...block, rungs: block.rungs.slice(from, to) };
    case 'code':
      return { ...block, text: block.text.split('\n').slice(from, to).join('\n') };
    case 'list':
      return { ...block, items: block.items.slice(from, to) };
    case 'table':
      return { ...block, rows: block.rows.slice(from, to) };
    case 'paragraph':
    case 'heading':
    case 'labelled':
    case 'note':
    case 'divider':
      return block;
  }
}
