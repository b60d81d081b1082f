import { code, date, type Inline, text } from '../core/message.ts';
import { readMoments } from '../core/text/utc-text.ts';

/** A sentence of a rule: its moments become dates, which each reader sees in their own zone. */
export function prose(sentence: string): readonly Inline[] {
  return readMoments(sentence).map((piece) =>
    typeof piece === 'string' ? text(piece) : date(piece, 'absolute'),
  );
}

/** The same for a value that was observed. */
export function observed(value: string): readonly Inline[] {
  const pieces = readMoments(value);
  // Beside other words the distance may stand already.
  const style = pieces.length === 1 ? 'both' : 'absolute';
  return pieces.map((piece) => (typeof piece === 'string' ? code(piece) : date(piece, style)));
}
