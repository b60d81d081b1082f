import { code, date, type Inline, type Rung, text } from '../core/message.ts';
import { readMoments } from '../core/text/utc-text.ts';

/** A sentence of a rule: its moments become dates, which each reader sees in their own zone. */
export function prose(sentence: string): readonly Inline[] {
  return readMoments(sentence).map((piece) =>
    typeof piece === 'string' ? text(piece) : date(piece, 'absolute'),
  );
}

/** What a rung says: its value, and until when: "from R11, until Sat 24 Oct, 14:00 CEST (in 33 days)". */
export function rungWords({ value, until }: Pick<Rung, 'value' | 'until'>): readonly Inline[] {
  const told = value === '' ? [] : prose(value);
  if (until === undefined) return told;
  return [...told, text(', until '), date(until, 'absolute'), text(' ('), date(until, 'relative'), text(')')];
}

/** The same for a value that was observed. */
export function observed(value: string): readonly Inline[] {
  const pieces = readMoments(value);
  // Beside other words the distance may stand already.
  const style = pieces.length === 1 ? 'both' : 'absolute';
  return pieces.flatMap((piece) => (typeof piece === 'string' ? between(piece) : [date(piece, style)]));
}

/** What only joins is no value: blanks, brackets, commas and the word between two moments. */
function between(piece: string): readonly Inline[] {
  if (/^[\s,;()]*(?:to|until|and)?[\s,;()]*$/.test(piece)) return [text(piece)];
  const [, before = '', value = '', after = ''] = /^([\s,;()]*)(.*?)([\s,;(]*)$/s.exec(piece) ?? [
    '',
    '',
    piece,
  ];
  return [...joint(before), code(value), ...joint(after)];
}

function joint(words: string): readonly Inline[] {
  return words === '' ? [] : [text(words)];
}
