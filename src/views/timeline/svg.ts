import { visibleLine } from '../../core/text/visible-text.ts';

type Attributes = Readonly<Record<string, string | number>>;

/** Drawings are put together as text; only this file writes markup, so nothing else has to think of escaping. */
export function shape(name: 'rect' | 'line' | 'path' | 'circle', attributes: Attributes): string {
  return `<${name}${written(attributes)}/>`;
}

export function words(text: string, attributes: Attributes): string {
  return `<text${written(attributes)}>${escaped(drawable(text))}</text>`;
}

/** Pieces of one line, each behind the one before, however wide that is. */
export function line(
  pieces: readonly (readonly [text: string, look: Attributes])[],
  place: Attributes,
): string {
  const spans = pieces.map(([text, look]) => `<tspan${written(look)}>${escaped(drawable(text))}</tspan>`);
  return `<text${written(place)}>${spans.join('')}</text>`;
}

/** Parts with what a pointer over them is told. */
export function told(parts: readonly string[], title: string): string {
  return `<g><title>${escaped(drawable(title))}</title>${parts.join('')}</g>`;
}

/**
 * A field over what is shown that can be reached by keyboard and leads to a page, with all that a screen reader says of it:
 * the words that are drawn are cut to fit, and not read.
 */
export function mark(
  { href, label }: { readonly href: string | null; readonly label: string },
  look: Attributes,
  field: string,
  shown: readonly string[],
): string {
  const said = { ...look, 'aria-label': drawable(label), tabindex: -1 };
  const inside = `<title>${escaped(drawable(label))}</title>${field}`;
  const reached =
    href === null
      ? `<g role="img"${written(said)}>${inside}</g>`
      : `<a href="${escaped(drawable(href))}"${written(said)}>${inside}</a>`;
  return `<g role="listitem"><g aria-hidden="true">${shown.join('')}</g>${reached}</g>`;
}

export function group(attributes: Attributes, parts: readonly string[]): string {
  return `<g${written(attributes)}>${parts.join('')}</g>`;
}

/** A drawing whose parts can be reached. */
export function interactive(
  width: number,
  height: number,
  attributes: Attributes,
  parts: readonly string[],
): string {
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', ...attributes };
  return `<svg xmlns="http://www.w3.org/2000/svg"${written(size)}>${parts.join('')}</svg>`;
}

/** `alternative`: what it shows, in words, for a page that holds the drawing itself. */
export function drawing(
  width: number,
  height: number,
  parts: readonly string[],
  alternative: string | null = null,
): string {
  const spoken = alternative === null ? {} : { role: 'img', 'aria-label': drawable(alternative) };
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': fontFamily, ...spoken };
  return `<svg xmlns="http://www.w3.org/2000/svg"${written(size)}>${parts.join('')}</svg>`;
}

/** The font that comes with the project. */
export const fontFamily = 'Inter';

function written(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(typeof value === 'number' ? rounded(value) : value)}"`)
    .join('');
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** "2,000". */
export function numberText(count: number): string {
  return count.toLocaleString('en-GB');
}

/** What the font has no letter for would be left out without a word. */
const letters =
  /[^\u0020-\u007e\u00a0-\u024f\u0259\u02bc\u02c6\u02da\u02dc\u0370-\u03ff\u0400-\u045f\u0490\u0491\u2010-\u2015\u2018-\u201e\u2022\u2026\u20ac\u2122\u2190-\u2193\u2212]/gu;

export function drawable(text: string): string {
  return visibleLine(text.normalize('NFC')).replace(letters, '?');
}
