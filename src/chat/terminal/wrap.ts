import { columnsOf } from './columns.ts';

/** A stretch of text with one look; `text` holds no control character. */
export type Span = { readonly text: string; readonly paint: Paint };
export type Paint = (text: string) => string;

export function plain(text: string): string {
  return text;
}

/** Spans that no blank parts: what must stay on one line. */
type Word = readonly Span[];

const crowdedIndent = 6;

export type Margins = {
  readonly width: number;
  /** What stands before the first line; the others are indented as far, or by `hang`. */
  readonly lead: readonly Span[];
  readonly hang?: number;
};

/**
 * Fills lines of at most `width` columns. A word longer than a line stays whole, so that a URL or fingerprint can
 * be copied.
 */
export function wrapSpans(spans: readonly Span[], { width, lead, hang }: Margins): readonly string[] {
  const leadColumns = columnsOfAll(lead);
  // A lead that takes the better half of the line gets a line of its own.
  const crowded = leadColumns > width / 2;
  const indent = crowded ? Math.min(crowdedIndent, width >> 1) : (hang ?? leadColumns);
  const lines: string[] = [];
  let line: readonly Span[] = lead;
  let used = crowded ? width : leadColumns;
  let empty = !crowded;
  for (const word of wordsOf(spans)) {
    const columns = columnsOfAll(word);
    if (!empty && used + 1 + columns > width) {
      lines.push(painted(line));
      line = [{ text: ' '.repeat(indent), paint: plain }];
      used = indent;
      empty = true;
    }
    line = joined(line, word, empty ? '' : ' ');
    used += columns + (empty ? 0 : 1);
    empty = false;
  }
  return [...lines, painted(line)];
}

/** What looks alike is painted in one go, the blank between included. */
function joined(line: readonly Span[], word: Word, blank: string): readonly Span[] {
  const [last, first] = [line.at(-1), word[0]];
  if (last === undefined || first === undefined) return [...line, ...word];
  if (last.paint !== first.paint) return [...line, { text: blank, paint: plain }, ...word];
  const merged = { text: last.text + blank + first.text, paint: first.paint };
  return [...line.slice(0, -1), merged, ...word.slice(1)];
}

/** Without blanks at the end. */
function painted(spans: readonly Span[]): string {
  const end = spans.findLastIndex(({ text }) => text.trimEnd() !== '');
  return spans
    .slice(0, end + 1)
    .map(({ text, paint }, position) => paint(position === end ? text.trimEnd() : text))
    .join('');
}

function columnsOfAll(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + columnsOf(text), 0);
}

function wordsOf(spans: readonly Span[]): readonly Word[] {
  const words: Span[][] = [];
  let joined = false;
  for (const { text, paint } of spans) {
    for (const [position, part] of text.split(/ +/).entries()) {
      if (position > 0) joined = false;
      if (part === '') continue;
      if (!joined) words.push([]);
      words.at(-1)?.push({ text: part, paint });
      joined = true;
    }
  }
  return words;
}
