import type { Block, Inline, Message } from '../../../core/message.ts';
import { dateText, msText } from '../../../core/text/time-text.ts';
import { rungWords } from '../../../views/prose.ts';
import { clip } from '../../showing/clean-text.ts';
import { rungMarks } from '../../showing/rung-text.ts';
import { tableLines } from '../../showing/text-table.ts';
import { neutralise, oneLine } from './escape.ts';

/** All of a message as a text file: nothing in it is cut off, and nothing hidden. Dates in UTC: a file knows no reader. */
export function plainAnswer({ title, blocks }: Pick<Message, 'title' | 'blocks'>, now: Date): string {
  const parts = blocks.map((block) => plainBlock(block, now).join('\n'));
  return `${[plainInlines(title, now), ...parts].join('\n\n')}\n`;
}

/** On one line. */
export function plainInlines(inlines: readonly Inline[], now: Date): string {
  return oneLine(inlines.map((inline) => plainInline(inline, now)).join('')).trim();
}

function plainBlock(block: Block, now: Date): readonly string[] {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return [plainInlines(block.inlines, now)];
    case 'heading':
      return [oneLine(block.text)];
    case 'ladder':
      return block.rungs.map((rung) => {
        const { mark, label, elapsedMs } = rung;
        const elapsed = elapsedMs === null ? '' : ` (${msText(elapsedMs)})`;
        return oneLine(`${label}: ${rungMarks[mark].word} ${plainInlines(rungWords(rung), now)}${elapsed}`);
      });
    case 'labelled':
      return [`${oneLine(block.label)}: ${plainInlines(block.inlines, now)}`];
    case 'code':
      return neutralise(block.text).split('\n');
    case 'list':
      return block.items.map((item) => `- ${plainInlines(item, now)}`);
    case 'table':
      return tableLines(block.columns, block.rows, oneLine);
    case 'divider':
      return ['---'];
  }
}

function plainInline(inline: Inline, now: Date): string {
  switch (inline.kind) {
    case 'text':
    case 'strong':
    case 'code':
      return inline.text;
    case 'link':
      return `${inline.text} (${inline.url})`;
    case 'date':
      return dateText(inline.at, inline.style, 'UTC', now);
    case 'mention':
    case 'person':
      return `@${clip(inline.who.name.replace(/^@+/, ''), 100)}`;
  }
}
