/** Marks that hold a record; the others are a word, a moment or a hash. */
const records = [
  ...['breaker', 'breaker:recently-worse', 'people/gone', 'digests-awaited', 'canary', 'clock-jump'],
  ...['watch-file:state', 'watch-file:names'],
];
const families = ['digest-leaves:', 'digest-tries:'];

export function isMarkInJson(key: string): boolean {
  return records.includes(key) || families.some((begin) => key.startsWith(begin));
}
