/** What somebody typed, in quotes and cut, for a sentence about it. */
export function quote(word: string): string {
  return JSON.stringify(word.length > 60 ? `${word.slice(0, 57)}...` : word);
}
