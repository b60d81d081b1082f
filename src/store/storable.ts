/**
 * What both engines keep as it is. `node:sqlite` binds a Date as NULL without a word and takes a plain object for named
 * parameters; `pg` writes both as text.
 */
export function storable(value: unknown): string | number | bigint | Uint8Array | null {
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`${String(value)} cannot be stored: give the store integers, text, bytes or null.`);
}
