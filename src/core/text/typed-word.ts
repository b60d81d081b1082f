const longRun = /[A-Za-z0-9+/_=-]{40,}/g;
const secret = /^(-{0,2}(?:pass[a-z]*|pwd|secret|token)[:=]).+$/is;

/**
 * What somebody typed, as an error repeats it: at most `most` characters, of a long run of base64, which may be a piece
 * of a key (of a JSON Web Key, say), only the beginning, and of a password nothing.
 */
export function typedWord(word: string, most: number): string {
  const shown = word.replace(secret, '$1...').replace(longRun, abridged);
  return shown.length > most ? `${shown.slice(0, most - 3)}...` : shown;
}

/** Paths and names are long as well, and are no code; what was put in small letters may be. */
function abridged(run: string): string {
  const isMixed = /[a-z]/.test(run) && /[A-Z]/.test(run);
  const isCode = isMixed || (/\d/.test(run) && !run.includes('/'));
  return isCode ? `${run.slice(0, 4)}...` : run;
}
