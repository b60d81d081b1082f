/**
 * Records at rest: JSON in which a date is an object of its own. Texts of strangers stay texts on the way back, however
 * much they look like a date, since no text becomes an object.
 */
export function encodeRecord(record: unknown): string {
  return JSON.stringify(marked(record));
}

export function decodeRecord<Record>(stored: string): Record {
  return JSON.parse(stored, (_key, value: unknown) =>
    isMarked(value) ? new Date(value.$at) : value,
  ) as Record;
}

type Marked = { readonly $at: number };

function marked(value: unknown): unknown {
  // JSON has no way to write a date that is none; it comes back as such.
  if (value instanceof Date) return { $at: value.getTime() };
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
}

function isMarked(value: unknown): value is Marked {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$at');
}
