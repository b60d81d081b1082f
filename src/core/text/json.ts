export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a text of anybody's says as JSON; null where it is none, as for "null" itself: whoever reads it judges its shape. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/**
 * Any record of ours as plain JSON: dates as ISO 8601 UTC, bytes as base64, maps as objects, sets as arrays, big
 * integers as text. What JSON has no word for (functions, symbols, undefined) is left out; an unreadable date, NaN
 * and the infinities are null. Throws TypeError for a record that holds itself.
 */
export function jsonOf(value: unknown): Json {
  return encode(value, []) ?? null;
}

/** Undefined where JSON has no word. `above` are the objects on the way down here. */
function encode(value: unknown, above: readonly object[]): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? null : encodeObject(value, above);
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
  }
}

function encodeObject(value: object, above: readonly object[]): Json {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (above.includes(value)) throw new TypeError('a record that holds itself has no JSON form');
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item) => encode(item, path) ?? null);
  if (value instanceof Set) return [...value].map((item) => encode(item, path) ?? null);
  if (value instanceof Error) return { name: value.name, message: value.message };
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const encoded: [string, Json][] = [];
  for (const [key, item] of entries) {
    const json = encode(item, path);
    if (json !== undefined) encoded.push([String(key), json]);
  }
  return Object.fromEntries(encoded);
}
