const longRun = /^[A-Za-z0-9+/_=-]{40,}$/;

/**
 * What somebody typed, as an error repeats it: at most `most` characters, and of a long run of base64, which may be a
 * piece of a key, only the beginning.
 */
export function typedWord(word: string, most: number): string {
  const isCode = longRun.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
  if (isCode) return `${word.slice(0, 4)}...`;
  return word.length > most ? `${word.slice(0, most - 3)}...` : word;
}
