import type { Block, Rung } from '../../../core/message.ts';
import { msText } from '../../../core/text/time-text.ts';
import { rungWords } from '../../../views/prose.ts';
import { clip } from '../../showing/clean-text.ts';
import { rungMarks } from '../../showing/rung-text.ts';
import { tableLines } from '../../showing/text-table.ts';
import { escapeMarkdown, fence, neutralise, oneLine } from './escape.ts';
import { type Atoms, bold, renderInlines } from './inline.ts';

/**
 * A part of the body. Each piece is complete markdown, so a message may end between any two of them.
 * `glue` is what stands between it and the piece before, when both are in one text display.
 */
export type Piece =
  | { readonly kind: 'text'; readonly content: string; readonly glue: '\n' | '' }
  | { readonly kind: 'separator' };

/** Longest code block in one piece, so that at least two fit into a message. */
const fenceLength = 1800;
const labelLength = 200;

export function renderBlock(block: Block): readonly Piece[] {
  switch (block.kind) {
    case 'paragraph':
      return line('', renderInlines(block.inlines));
    case 'heading':
      return line('### ', [escapeMarkdown(clip(oneLine(block.text), labelLength))]);
    case 'ladder':
      return block.rungs.flatMap((rung) => line('', rungAtoms(rung)));
    case 'labelled':
      return line(`${bold(clip(oneLine(block.label), labelLength))} `, renderInlines(block.inlines));
    case 'code':
      return fences(neutralise(block.text).split('\n'));
    case 'list':
      return block.items.flatMap((item) => line('- ', renderInlines(item)));
    case 'table':
      return fences(tableLines(block.columns, block.rows, oneLine));
    case 'divider':
      return [{ kind: 'separator' }];
    case 'note':
      return line('-# ', renderInlines(block.inlines));
  }
}

function line(prefix: string, atoms: Atoms): readonly Piece[] {
  const [first = '', ...rest] = atoms;
  return [
    { kind: 'text', content: prefix + first, glue: '\n' },
    ...rest.map((content): Piece => ({ kind: 'text', content, glue: '' })),
  ];
}

/** "✅ **TLS** ok · TLSv1.3 · 12 ms": the word says what the colour of the symbol does. */
function rungAtoms(rung: Rung): Atoms {
  const { symbol, word } = rungMarks[rung.mark];
  const value = rung.value === '' || rung.value === word ? [] : rungWords(rung);
  const elapsed = rung.elapsedMs === null ? '' : ` · ${msText(rung.elapsedMs)}`;
  const shown = renderInlines(value);
  return [
    `${symbol} ${bold(clip(oneLine(rung.label), labelLength))} ${word}${shown.length > 0 ? ' · ' : ''}`,
    ...shown,
    elapsed,
  ].filter((atom) => atom !== '');
}

/** As few code blocks as fit; lines are kept whole where they can be. */
function fences(lines: readonly string[]): readonly Piece[] {
  const blocks: string[] = [];
  for (const part of lines.flatMap((whole) => whole.match(/.{1,900}/gsu) ?? [''])) {
    const open = blocks.at(-1);
    if (open !== undefined && open.length + part.length < fenceLength) {
      blocks[blocks.length - 1] = `${open}\n${part}`;
    } else blocks.push(part);
  }
  return blocks.map((content) => ({ kind: 'text', content: fence(content), glue: '\n' }));
}
