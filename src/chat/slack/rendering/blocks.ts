import type { types } from '@slack/bolt';
import { type Block, type Inline, type Rung, type RungMark, text } from '../../../core/message.ts';
import { dateText, msText, relativeText } from '../../../core/text/time-text.ts';
import { rungWords } from '../../../views/prose.ts';
import { joinedText } from '../../showing/joined-text.ts';
import { tableLines } from '../../showing/text-table.ts';
import type { SlackBlock } from '../api/payload.ts';
import { dateMark, nameOf, type RichElement, richElements, textElement } from './inline.ts';
import { answerLimits, messageLimits } from './limits.ts';
import { clipped, plainLine, plainLines } from './safe-text.ts';

type RichPart = types.RichTextBlock['elements'][number];

/** Null when there is nothing to show. `under` stands in the same block, below a label without words of its own. */
export function renderBlock(block: Block, under: Block | null, now: Date): SlackBlock | null {
  switch (block.kind) {
    case 'heading':
      return headerBlock(block.text);
    case 'divider':
      return { type: 'divider' };
    case 'note':
      return contextBlock(block.inlines, now);
    case 'paragraph':
    case 'labelled':
    case 'ladder':
    case 'code':
    case 'list':
    case 'table':
      return richBlock([...parts(block, now), ...(under === null ? [] : parts(under, now))]);
  }
}

export function richBlock(elements: readonly RichPart[]): SlackBlock | null {
  return elements.length === 0 ? null : { type: 'rich_text', elements: [...elements] };
}

export function section(elements: readonly RichElement[]): readonly RichPart[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text_section', elements: [...elements] }];
}

function parts(block: Block, now: Date): readonly RichPart[] {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return section(richElements(block.inlines, now));
    case 'heading':
      return section(textElement(block.text, 'bold'));
    case 'labelled':
      return section([...textElement(block.label, 'bold'), ...indented(richElements(block.inlines, now))]);
    case 'ladder':
      return section(block.rungs.flatMap((rung, at) => [...lineEnd(at), ...rungElements(rung, now)]));
    case 'code':
      return preformatted(plainLines(block.text));
    case 'table':
      return preformatted(tableLines(block.columns, block.rows, plainLine));
    case 'list':
      return list(block.items, now);
    case 'divider':
      return [];
  }
}

function indented(elements: readonly RichElement[]): readonly RichElement[] {
  return elements.length === 0 ? [] : [{ type: 'text', text: '  ' }, ...elements];
}

function lineEnd(at: number): readonly RichElement[] {
  return at === 0 ? [] : [{ type: 'text', text: '\n' }];
}

const marks: Readonly<Record<RungMark, { readonly emoji: string; readonly word: string }>> = {
  good: { emoji: 'white_check_mark', word: 'ok' },
  warning: { emoji: 'warning', word: 'warning' },
  bad: { emoji: 'x', word: 'failed' },
  unknown: { emoji: 'grey_question', word: 'unknown' },
  waiting: { emoji: 'hourglass_flowing_sand', word: 'looking' },
  later: { emoji: 'white_small_square', word: 'not yet' },
  'not-reached': { emoji: 'heavy_minus_sign', word: 'not reached' },
};

/** "✅ TLS ok · TLS 1.3, X25519 · 12 ms": the word says what the colour of the symbol does. */
function rungElements(rung: Rung, now: Date): readonly RichElement[] {
  const { mark, label, value, elapsedMs } = rung;
  const { emoji, word } = marks[mark];
  const told = value === '' || value === word ? [] : [text(' · '), ...rungWords(rung)];
  const elapsed = elapsedMs === null ? '' : ` · ${msText(elapsedMs)}`;
  return [
    { type: 'emoji', name: emoji },
    { type: 'text', text: ' ' },
    ...textElement(label, 'bold'),
    ...richElements(joinedText([text(` ${word}`), ...told, text(elapsed)]), now),
  ];
}

function preformatted(lines: readonly string[]): readonly RichPart[] {
  const text = lines.map((line) => clipped(line, answerLimits.run)).join('\n');
  if (text.trim() === '') return [];
  return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }];
}

function list(items: readonly (readonly Inline[])[], now: Date): readonly RichPart[] {
  const elements = items
    .map((item) => richElements(item, now))
    .filter((shown) => shown.length > 0)
    .map((shown) => ({ type: 'rich_text_section' as const, elements: [...shown] }));
  return elements.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', elements }];
}

function headerBlock(text: string): SlackBlock | null {
  const shown = clipped(plainLine(text), messageLimits.headerText);
  if (shown.trim() === '') return null;
  return { type: 'header', text: { type: 'plain_text', text: shown, emoji: false } };
}

type ContextElement = types.ContextBlock['elements'][number];

/** Small print: plain text, with a mark of ours for each date, so that readers see their own zone. */
export function contextBlock(inlines: readonly Inline[], now: Date): SlackBlock | null {
  const elements: ContextElement[] = [];
  let text = '';
  const flush = () => {
    const shown = clipped(text.trim(), answerLimits.run);
    // Slack sets elements apart: a full stop alone would stand in the air.
    if (shown !== '' && shown !== '.') elements.push({ type: 'plain_text', text: shown, emoji: false });
    text = '';
  };
  for (const inline of inlines) {
    const mark =
      inline.kind === 'date' && inline.style !== 'relative' ? dateMark(inline.at, now, inline.style) : null;
    // One place is kept for the text that follows.
    if (mark === null || elements.length + 3 > messageLimits.contextElements) {
      text += plainText(inline, now);
      continue;
    }
    if (inline.kind === 'date' && inline.style === 'both') text += `${relativeText(inline.at, now)}, `;
    flush();
    elements.push({ type: 'mrkdwn', text: mark });
  }
  flush();
  return elements.length === 0 ? null : { type: 'context', elements };
}

function plainText(inline: Inline, now: Date): string {
  switch (inline.kind) {
    case 'text':
    case 'strong':
    case 'code':
    case 'link':
      return plainLine(inline.text);
    case 'mention':
    case 'person':
      return plainLine(nameOf(inline.who));
    case 'date':
      return dateText(inline.at, inline.style === 'both' ? 'absolute' : inline.style, 'UTC', now);
  }
}
