import type { Command } from '../../core/command.ts';
import { type AttachedBlock, attachBlocks } from '../../core/files/attached.ts';
import type { Block, Inline, Message } from '../../core/message.ts';
import { dateText } from '../../core/text/time-text.ts';
import { visibleLine, visibleLines } from '../../core/text/visible-text.ts';
import { rungWords } from '../../views/prose.ts';
import { outgoingFiles } from '../showing/outgoing-files.ts';
import { columnsOf, padColumns } from './columns.ts';
import { fileLines } from './file-lines.ts';
import { ladderLines } from './ladder.ts';
import { createLook, type Look } from './look.ts';
import { nextLines } from './next-commands.ts';
import type { Saved } from './save-files.ts';
import { tableLines } from './table.ts';
import { type Paint, plain, type Span, wrapSpans } from './wrap.ts';

export type TerminalOptions = {
  readonly colour: boolean;
  /** Columns to fill; a word longer than that stays whole. */
  readonly width: number;
  readonly zone: string;
  readonly now: Date;
  /** With these, a button's positional values need no name. */
  readonly commands?: readonly Command[];
  /** What `--save` did; null or absent without it. */
  readonly saved?: readonly Saved[] | null;
};

type Page = TerminalOptions & { readonly look: Look; readonly labelWidth: number };

const margin = '  ';
const widestLabel = 16;

/** The message as lines that end in "\n". What data brought along is free of controls, escapes and bidi marks. */
export function renderTerminal(message: Message, options: TerminalOptions): string {
  const look = createLook(options.colour);
  const attachedBlocks = attachBlocks(message.blocks);
  const labels = attachedBlocks.map(({ block, under }) =>
    block.kind === 'labelled' && under === null ? columnsOf(visibleLine(block.label)) : 0,
  );
  const page: Page = { ...options, look, labelWidth: Math.min(widestLabel, Math.max(0, ...labels)) };
  const lines = [...titleLines(message, page)];
  let short = false;
  for (const attached of attachedBlocks) {
    const section = attachedLines(attached, page);
    // Short labelled facts stand close together; everything else gets air.
    const shortNow = attached.block.kind === 'labelled' && section.length === 1;
    if (!(short && shortNow)) lines.push('');
    lines.push(...section);
    short = shortNow;
  }
  const files = fileLines(outgoingFiles(message), options.saved ?? null, { look, indent: margin });
  if (files.length > 0) lines.push('', ...files);
  const next = nextLines(message.buttons ?? [], {
    look,
    indent: margin,
    commands: options.commands ?? [],
  });
  if (next.length > 0) lines.push('', ...next);
  return `${lines.join('\n')}\n`;
}

function titleLines({ tone, title }: Message, page: Page): readonly string[] {
  const { mark, paint } = page.look.tone(tone);
  return wrapSpans(spansOf(title, page, paint), { width: page.width, lead: [{ text: `${mark} `, paint }] });
}

function attachedLines({ block, under }: AttachedBlock, page: Page): readonly string[] {
  if (under === null) return blockLines(block, page, margin);
  return [...blockLines(block, page, margin), ...blockLines(under, page, margin + margin)];
}

function blockLines(block: Block, page: Page, indent: string): readonly string[] {
  const { look, width } = page;
  const sheet = { look, width, indent };
  const filled = (inlines: readonly Inline[], paint: Paint = plain, lead = indent, hang = lead.length) =>
    wrapSpans(spansOf(inlines, page, paint), { width, lead: [{ text: lead, paint: plain }], hang });
  switch (block.kind) {
    case 'paragraph':
      return filled(block.inlines);
    case 'heading':
      return [indent + look.strong(visibleLine(block.text))];
    case 'ladder':
      return ladderLines(block.rungs, sheet, (rung) => spansOf(rungWords(rung), page, plain));
    case 'labelled': {
      const label = `${indent}${padColumns(visibleLine(block.label), page.labelWidth)}  `;
      return wrapSpans(spansOf(block.inlines, page, plain), {
        width,
        lead: [{ text: label, paint: look.strong }],
      });
    }
    case 'code':
      // Never wrapped: it is there to be copied.
      return visibleLines(block.text).map((line) => `${indent}${margin}${look.code(line)}`);
    case 'list':
      return block.items.flatMap((item) => filled(item, plain, `${indent}- `));
    case 'table':
      return tableLines(block.columns, block.rows, sheet);
    case 'divider':
      return [indent + look.quiet('-'.repeat(Math.max(1, Math.min(40, width - indent.length))))];
    case 'note':
      return filled(block.inlines, look.quiet);
  }
}

/** Without colour a command of several words would run into the sentence around it. */
function codeText(text: string, colour: boolean): string {
  return colour || !text.includes(' ') ? text : `\`${text}\``;
}

function spansOf(inlines: readonly Inline[], page: Page, paint: Paint): readonly Span[] {
  return inlines.flatMap((inline) => inlineSpans(inline, page, paint));
}

function inlineSpans(inline: Inline, { look, zone, now, colour }: Page, paint: Paint): readonly Span[] {
  switch (inline.kind) {
    case 'text':
      return [{ text: visibleLine(inline.text), paint }];
    case 'strong':
      return [{ text: visibleLine(inline.text), paint: (text) => look.strong(paint(text)) }];
    case 'code':
      return [{ text: codeText(visibleLine(inline.text), colour), paint: look.code }];
    case 'link': {
      const [text, url] = [visibleLine(inline.text), visibleLine(inline.url)];
      const name = { text, paint: text === url ? look.link : paint };
      return text === url ? [name] : [name, { text: ` (${url})`, paint: look.link }];
    }
    case 'date':
      return [{ text: dateText(inline.at, inline.style, zone, now), paint }];
    case 'mention':
    case 'person':
      return [{ text: `@${visibleLine(inline.who.name)}`, paint: look.person }];
  }
}
