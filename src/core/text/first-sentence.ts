/**
 * Ends where a blank and the beginning of another sentence follow, or "nginx: ...": not inside "192.0.2.7" or "nginx.conf".
 */
const sentenceEnd = /[.!?]["')]?(?=\s+["'(]?(?:[A-Z]|[a-z][\w-]*:\s))/g;

const shortened = /(?:^|[\s(])(?:e\.g|i\.e|etc|no|vs)\.$/i;

/** The first sentence of a text, whole when it is the only one. */
export function firstSentence(text: string): string {
  const line = text.trim();
  for (const { 0: end, index } of line.matchAll(sentenceEnd)) {
    const sentence = line.slice(0, index + end.length);
    if (!shortened.test(sentence)) return sentence;
  }
  return line;
}
