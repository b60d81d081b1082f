/**
 * Characters that move the cursor, turn the direction of writing or cannot be seen: C0 and C1 controls, bidi marks,
 * embeddings and isolates (UAX #9 §2), zero-width characters, line and paragraph separators, tag characters, lone
 * surrogates. Tab and line feed are among them; a caller that wants lines splits first.
 */
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

/** Foreign text as one line that a terminal or page can show: each hidden character as its code point, `\u{202e}`. */
export function visibleLine(value: string): string {
  return value.replace(hidden, codePointText);
}

/** The same for text that may have lines; tabs become blanks. */
export function visibleLines(value: string): readonly string[] {
  return value.split(/\r\n|\n/).map((line) => visibleLine(line.replaceAll('\t', '  ')));
}

function codePointText(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
