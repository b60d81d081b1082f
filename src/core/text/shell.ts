/** Needs no quotes in sh, bash, zsh, dash or ksh. No "=" and "~": zsh expands a word that begins with one. */
const plain = /^[A-Za-z0-9_./:,@%+-]+$/;

/** Control, format and separator characters, lone surrogates: they act on the terminal a command is pasted into. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * One word of a shell command, quoted where it must be. A word with invisible characters becomes `$'...'`
 * (POSIX.1-2024 §2.2.4) with those written as bytes; NUL, which no argument can hold, is left out.
 */
export function shellWord(text: string): string {
  const word = text.replaceAll('\0', '');
  if (plain.test(word)) return word;
  if (!unsafe.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${Array.from(word, escaped).join('')}'`;
}

function escaped(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (!unsafe.test(character)) return character;
  // Octal, three digits: unlike \x it cannot swallow the digits that follow.
  return Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
