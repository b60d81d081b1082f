/** Rows, or texts, as one value to bind: see `isAmong` and `tableOf` of an engine. */
export function jsonRows(values: readonly object[] | readonly string[]): string {
  const json = JSON.stringify(values);
  // PostgreSQL's JSON refuses to become text with U+0000 or half a character in it.
  return /\\u(?:0000|d[89a-f])/.test(json) ? JSON.stringify(values, storableText) : json;
}

function storableText(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\u{fffd}') : value;
}
