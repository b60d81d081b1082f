import { eastAsianWidth } from 'get-east-asian-width';

const ascii = /^[\x20-\x7e]*$/;
const emoji = /^\p{RGI_Emoji}$/v;
/** Shown as a picture because of the selector behind it, or because it is half of a flag. */
const asPicture = /^(?:\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}{2}|[#*0-9]\ufe0f?\u20e3)/u;
const unseen = /[\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/** Halfwidth voiced sound marks join what stands before them and still take a column. */
const halfwidthMarks = /[\uff9e\uff9f]/g;

let segmenter: Intl.Segmenter | null = null;

/** What a reader takes for one character: a letter with its marks, a family of emoji. */
export function clustersOf(text: string): Iterable<string> {
  if (ascii.test(text)) return text;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Columns a terminal gives to the text: two for East Asian and emoji, none for marks that combine (UAX #11, UTS #51). */
export function columnsOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let columns = 0;
  for (const cluster of clustersOf(text)) columns += clusterColumns(cluster);
  return columns;
}

function clusterColumns(cluster: string): number {
  if (ascii.test(cluster)) return cluster.length;
  if (emoji.test(cluster) || asPicture.test(cluster)) return 2;
  const base = [...cluster].find((character) => !unseen.test(character))?.codePointAt(0);
  if (base === undefined) return 0;
  return eastAsianWidth(base) + (cluster.slice(1).match(halfwidthMarks)?.length ?? 0);
}

export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** At most `columns` wide, cut between characters and ended with "…" where something was left out. */
export function clipColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let [kept, used] = ['', 0];
  for (const cluster of clustersOf(text)) {
    const wide = clusterColumns(cluster);
    if (used + wide > columns - 1) break;
    kept += cluster;
    used += wide;
  }
  return `${kept}…`;
}
