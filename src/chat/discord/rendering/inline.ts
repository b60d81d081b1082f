import type { Inline } from '../../../core/message.ts';
import type { Mention } from '../../../core/people.ts';
import type { DateStyle } from '../../../core/text/time-text.ts';
import { clip } from '../../showing/clean-text.ts';
import { joinedText } from '../../showing/joined-text.ts';
import { codeSpan, escapeMarkdown, maskedLink, oneLine, zeroWidthSpace } from './escape.ts';

/** Longest run of one inline that is kept whole; longer ones are cut here, never inside their markup. */
const wholeLength = 500;
const linkLabelLength = 200;

/** Markdown in pieces that are each complete: a message may be cut between any two of them. */
export type Atoms = readonly string[];

export function renderInlines(inlines: readonly Inline[], emphasis: 'plain' | 'bold' = 'plain'): Atoms {
  const atoms = joinedText(inlines, emphasis)
    .flatMap((inline) => renderInline(inline, emphasis))
    .filter((atom) => atom !== '');
  return atoms.map((atom, index) => (wouldMerge(atoms[index - 1], atom) ? zeroWidthSpace + atom : atom));
}

/** Two code spans or two bold words side by side would be read as one with other limits. */
function wouldMerge(before: string | undefined, atom: string): boolean {
  return /^[`*]/.test(atom) && before?.at(-1) === atom[0];
}

/** Whom these inlines notify here; people of other platforms are only named. */
export function mentionsIn(inlines: readonly Inline[]): readonly Mention[] {
  return inlines.flatMap((inline) =>
    inline.kind === 'mention' && canNotify(inline.who) ? [inline.who] : [],
  );
}

export function mentionText(who: Mention): string {
  if (!canNotify(who)) return nameText(who);
  return who.kind === 'group' ? `<@&${who.id}>` : `<@${who.id}>`;
}

/** "@everyone" is no mention to us: a channel is named, never called. */
export function canNotify(who: Mention): boolean {
  return who.platform === 'discord' && who.kind !== 'channel' && /^\d{1,20}$/.test(who.id);
}

function nameText(who: Mention): string {
  return escapeMarkdown(oneLine(`@${who.name.replace(/^@+/, '').slice(0, 100)}`));
}

function renderInline(inline: Inline, emphasis: 'plain' | 'bold'): Atoms {
  switch (inline.kind) {
    case 'text':
      return cut(oneLine(inline.text)).map((piece) =>
        emphasis === 'bold' ? bold(piece) : escapeMarkdown(piece),
      );
    case 'strong':
      return cut(oneLine(inline.text)).map(bold);
    case 'code':
      return cut(oneLine(inline.text)).map(codeSpan);
    case 'link':
      return [maskedLink(clip(inline.text, linkLabelLength), inline.url)];
    case 'date':
      return [dateText(inline.at, inline.style)];
    case 'mention':
      return [mentionText(inline.who)];
    case 'person':
      return [nameText(inline.who)];
  }
}

/** Shown in each reader's own zone. */
function dateText(at: Date, style: DateStyle): string {
  const seconds = Math.floor(at.getTime() / 1000);
  if (!Number.isFinite(seconds)) return 'at an unknown time';
  switch (style) {
    case 'relative':
      return `<t:${seconds}:R>`;
    case 'absolute':
      return `<t:${seconds}:f>`;
    case 'clock':
      return `<t:${seconds}:T>`;
    case 'both':
      return `<t:${seconds}:R> (<t:${seconds}:f>)`;
  }
}

/** Blanks stay outside of the asterisks, where they cannot undo them. */
export function bold(line: string): string {
  const [, before = '', inside = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(line) ?? [];
  return inside === '' ? before : `${before}**${escapeMarkdown(inside)}**${after}`;
}

function cut(line: string): readonly string[] {
  // Never inside of "://": each piece is escaped by itself, and an address would come together again.
  return line.length <= wholeLength ? [line] : (line.match(/.{1,498}(?:(?<=:)\/\/|(?<=:\/)\/)?/gsu) ?? []);
}
