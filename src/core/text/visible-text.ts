/**
 * Characters that move the cursor, turn the direction of writing or cannot be seen: controls (Cc, tab and line feed
 * among them), format characters (Cf: bidi marks of UAX #9, zero-width ones, tags), lone surrogates, line and
 * paragraph separators.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Foreign text as one line that a terminal or page can show: each hidden character as its code point, `\u{202e}`. */
export function visibleLine(value: string): string {
  return value.replace(hidden, codePointText);
}

/** The same for text that may have lines; a tab becomes two blanks. */
export function visibleLines(value: string): readonly string[] {
  return value.split(/\r\n|\n/).map((line) => visibleLine(line.replaceAll('\t', '  ')));
}

function codePointText(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
