import type { Block, Inline, Message, Tone } from '../../../core/message.ts';
import { dateText, msText } from '../../../core/text/time-text.ts';
import { withDetailsInside } from '../../../views/details.ts';
import { rungWords } from '../../../views/prose.ts';
import { outgoingFiles } from '../../showing/outgoing-files.ts';
import { rungMarks } from '../../showing/rung-text.ts';
import { markdownCode, markdownFence, markdownTable, markdownText } from './markdown-text.ts';

export type MarkdownOptions = { readonly zone: string; readonly now: Date; readonly level?: 2 | 3 };

const toneMarks: Readonly<Record<Tone, string>> = {
  good: '✅ ',
  warning: '⚠️ ',
  bad: '❌ ',
  neutral: '',
  unknown: '❔ ',
};

/** A whole answer, closer look included, for an issue, a pull request or a wiki page. */
export function markdownAnswer(message: Message, options: MarkdownOptions): string {
  const whole = withDetailsInside(message);
  const title = `${'#'.repeat(options.level ?? 2)} ${toneMarks[whole.tone]}${inlineText(whole.title, options)}`;
  const sections = whole.blocks
    .map((block) => blockLines(block, options))
    .filter((lines) => lines.length > 0);
  const files = outgoingFiles(whole).map(
    ({ name }) => `- ${markdownCode(name)}: run with \`--save DIR\` to write it`,
  );
  const all = [[title], ...sections, ...(files.length === 0 ? [] : [files])];
  return `${all.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function blockLines(block: Block, options: MarkdownOptions): readonly string[] {
  switch (block.kind) {
    case 'paragraph':
      return [inlineText(block.inlines, options)];
    case 'heading':
      return [`${'#'.repeat((options.level ?? 2) + 1)} ${markdownText(block.text)}`];
    case 'ladder':
      return markdownTable(
        ['', 'layer', 'state', 'took', 'seen'],
        block.rungs.map((rung) => [
          rungMarks[rung.mark].symbol,
          markdownText(rung.label),
          rungMarks[rung.mark].word,
          rung.elapsedMs === null ? '' : markdownText(msText(rung.elapsedMs)),
          rung.value === rungMarks[rung.mark].word ? '' : inlineText(rungWords(rung), options),
        ]),
      );
    case 'labelled':
      return [`**${markdownText(block.label).trim()}:** ${inlineText(block.inlines, options)}`.trimEnd()];
    case 'code':
      return markdownFence(block.text);
    case 'list':
      return block.items.map((item) => `- ${inlineText(item, options)}`);
    case 'table':
      return block.columns.length === 0
        ? []
        : markdownTable(
            block.columns.map(markdownText),
            block.rows.map((row) => row.map(markdownText)),
          );
    case 'divider':
      return ['---'];
    case 'note':
      return [inlineText(block.inlines, options)];
  }
}

function inlineText(inlines: readonly Inline[], options: MarkdownOptions): string {
  let line = '';
  for (const inline of joined(inlines, options)) {
    const piece = oneInline(inline, options);
    // Two runs of backticks in a row would be one.
    line += line.endsWith('`') && piece.startsWith('`') ? ` ${piece}` : piece;
  }
  // Four blanks would begin a block of code.
  return line.trimStart();
}

/** Neighbours of a kind as one: what only together means something to GitHub is then seen as it is. */
function joined(inlines: readonly Inline[], { zone, now }: MarkdownOptions): readonly Inline[] {
  const all: Inline[] = [];
  for (const inline of inlines) {
    const plain: Inline =
      inline.kind === 'date' ? { kind: 'text', text: dateText(inline.at, inline.style, zone, now) } : inline;
    const last = all.at(-1);
    if (last?.kind === 'text' && plain.kind === 'text')
      all[all.length - 1] = { ...last, text: last.text + plain.text };
    else if (last?.kind === 'strong' && plain.kind === 'strong')
      all[all.length - 1] = { ...last, text: last.text + plain.text };
    else all.push(plain);
  }
  return all;
}

function oneInline(inline: Inline, { zone, now }: MarkdownOptions): string {
  switch (inline.kind) {
    case 'text':
      return markdownText(inline.text);
    case 'strong':
      return strongText(inline.text);
    case 'code':
      return markdownCode(inline.text);
    case 'link':
      // Shown, not followed: where it leads is for the reader to see.
      return inline.text === inline.url
        ? markdownCode(inline.url)
        : `${markdownText(inline.text)} (${markdownCode(inline.url)})`;
    case 'date':
      return markdownText(dateText(inline.at, inline.style, zone, now));
    case 'mention':
    case 'person':
      return markdownCode(`@${inline.who.name}`);
  }
}

/** Stars hold only where no blank is at their inside. */
function strongText(text: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return inner === ''
    ? markdownText(text)
    : `${markdownText(before)}**${markdownText(inner)}**${markdownText(after)}`;
}
