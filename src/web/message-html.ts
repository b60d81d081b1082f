import { type OutgoingFile, outgoingFiles } from '../chat/showing/outgoing-files.ts';
import type { Command } from '../core/command.ts';
import { type AttachedBlock, attachBlocks } from '../core/files/attached.ts';
import type { Block, Inline, Message, Rung } from '../core/message.ts';
import { sizeText } from '../core/text/size-text.ts';
import { absoluteText, type DateStyle, dateText, msText } from '../core/text/time-text.ts';
import { visibleLine, visibleLines } from '../core/text/visible-text.ts';
import { rungWords } from '../views/prose.ts';
import { buttonHtml } from './button-html.ts';
import { type Html, html } from './html.ts';
import { rungMark, toneMark } from './marks.ts';
import { tableHtml } from './table-html.ts';

/** Whose eyes it is for: dates are worded in their zone. */
export type Reader = {
  readonly zone: string;
  readonly now: Date;
  /** Where a file of an answer can be fetched. */
  readonly fileHref: (file: OutgoingFile) => string;
  /** What a button that asks may ask for. */
  readonly commands?: readonly Command[];
};

/**
 * The whole answer as one fragment: verdict, blocks, buttons, and the closer look folded below. Nothing in it can be script,
 * style or a control character.
 */
export function messageHtml(message: Message, reader: Reader): Html {
  const { tone, title, buttons = [] } = message;
  const { icon, word } = toneMark(tone);
  return html`<div class="message tone-${tone}">
    <div class="verdict">${icon}<h3>${spoken(word)}${inlinesHtml(title, reader)}</h3></div>
    ${contentHtml(message, reader)}
    ${buttons.length === 0 ? '' : html`<div class="buttons">${buttons.map((button) => buttonHtml(button, reader))}</div>`}
    ${closerHtml(message, reader)}
  </div>`;
}

/** Open where something is wrong: whoever reads that wants to know why. */
function closerHtml(message: Message, reader: Reader): Html | '' {
  const { details, tone } = message;
  if (details === undefined) return '';
  const state = tone === 'bad' ? html` open data-opens` : '';
  return html`<details class="closer"${state}><summary>Details</summary>${contentHtml({ ...message, blocks: details.blocks, files: details.files ?? [], pictures: [] }, reader)}</details>`;
}

function contentHtml(message: Message, reader: Reader): Html {
  const { blocks } = message;
  const outgoing = outgoingFiles(message);
  const files = outgoing.filter(({ alternative }) => alternative === null);
  const pictures = outgoing.filter(({ alternative }) => alternative !== null);
  return html`${blocks.length === 0 ? '' : html`<div class="body">${attachBlocks(blocks).map((attached) => attachedHtml(attached, reader))}</div>`}
    ${pictures.map((picture) => pictureHtml(picture, reader))}
    ${files.length === 0 ? '' : html`<ul class="files" aria-label="Files">${files.map((file) => fileHtml(file, reader))}</ul>`}`;
}

function attachedHtml({ block, under }: AttachedBlock, reader: Reader): Html {
  if (under === null || block.kind !== 'labelled') return blockHtml(block, reader);
  return labelledHtml(block.label, blockHtml(under, reader));
}

function labelledHtml(label: string, content: Html | readonly Html[]): Html {
  return html`<div class="labelled"><span class="label">${visibleLine(label)}</span><div>${content}</div></div>`;
}

function blockHtml(block: Block, reader: Reader): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${inlinesHtml(block.inlines, reader)}</p>`;
    case 'heading':
      return html`<h4>${visibleLine(block.text)}</h4>`;
    case 'ladder':
      return html`<ol class="ladder" aria-label="Layers">${block.rungs.map((rung) => rungHtml(rung, reader))}</ol>`;
    case 'labelled':
      return labelledHtml(block.label, inlinesHtml(block.inlines, reader));
    case 'code':
      return codeHtml(block.text);
    case 'list':
      return html`<ul class="items">${block.items.map((item) => html`<li>${inlinesHtml(item, reader)}</li>`)}</ul>`;
    case 'table':
      return tableHtml(block.columns, block.rows);
    case 'divider':
      return html`<hr>`;
    case 'note':
      return html`<p class="note">${inlinesHtml(block.inlines, reader)}</p>`;
  }
}

function rungHtml(rung: Rung, reader: Reader): Html {
  const { mark, label, value, elapsedMs } = rung;
  const { icon, word } = rungMark(mark);
  const time = elapsedMs === null ? '' : html`<span class="ms">${msText(elapsedMs)}</span>`;
  return html`<li class="rung ${mark}">
    ${icon}<span class="layer">${visibleLine(label)}</span>
    <span class="value">${spoken(word === value ? '' : word)}${inlinesHtml(rungWords(rung), reader)}</span>${time}
  </li>`;
}

function codeHtml(text: string): Html {
  const lines = visibleLines(text).map((line, position) => [position === 0 ? '' : '\n', wordsHtml(line)]);
  return html`<div class="code"><pre tabindex="0"><code>${lines}</code></pre>
    <button type="button" class="copy" data-copy>Copy</button></div>`;
}

/** A long command folds between its words only: "-" and "noout" on two lines would be misread. */
function wordsHtml(line: string): readonly Html[] {
  return line.split(/(?<= )/).map((word) => html`<span>${word}</span>`);
}

export function inlinesHtml(inlines: readonly Inline[], reader: Reader): readonly Html[] {
  return inlines.map((inline) => inlineHtml(inline, reader));
}

/** Foreign text is isolated (`bdi`): its direction cannot reorder what stands around it. */
function inlineHtml(inline: Inline, reader: Reader): Html {
  switch (inline.kind) {
    case 'text':
      return html`${visibleLine(inline.text)}`;
    case 'strong':
      return html`<strong><bdi>${visibleLine(inline.text)}</bdi></strong>`;
    case 'code':
      return html`<code><bdi>${visibleLine(inline.text)}</bdi></code>`;
    case 'link':
      return linkHtml(inline.text, inline.url);
    case 'date':
      return timeHtml(inline.at, inline.style, reader);
    case 'mention':
      return html`<span class="mention">@<bdi>${visibleLine(inline.who.name)}</bdi></span>`;
    case 'person':
      return html`<span class="person">@<bdi>${visibleLine(inline.who.name)}</bdi></span>`;
  }
}

/** Only web addresses become links: `javascript:` and its kin stay text. */
function linkHtml(text: string, url: string): Html {
  const shown = visibleLine(text);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return html`<bdi>${shown}</bdi>`;
  return html`<a href="${new URL(url).href}" target="_blank" rel="noopener noreferrer"><bdi>${shown}</bdi></a>`;
}

export function timeHtml(at: Date, style: DateStyle, { zone, now }: Reader): Html {
  const shown = dateText(at, style, zone, now);
  if (Number.isNaN(at.getTime())) return html`${shown}`;
  return html`<time datetime="${at.toISOString()}" title="${absoluteText(at, zone, now)}">${shown}</time>`;
}

/** Opens in its own size on a click: a phone shows it small. */
function pictureHtml(picture: OutgoingFile, { fileHref }: Reader): Html {
  const href = fileHref(picture);
  const words = visibleLine(picture.alternative ?? '');
  return html`<a class="picture" href="${href}" target="_blank" rel="noopener"><img src="${href}" alt="${words}" loading="lazy"></a>`;
}

function fileHtml(file: OutgoingFile, { fileHref }: Reader): Html {
  const size = sizeText(file.bytes.length);
  return html`<li><a href="${fileHref(file)}" download="${file.name}"><bdi>${file.name}</bdi></a> <span class="size">${size}</span></li>`;
}

function spoken(word: string): Html | '' {
  return word === '' ? '' : html`<span class="spoken">${word}: </span>`;
}
