import { jsonOrNull } from '../text/json.ts';

/** What a mark holds; null where there is none, or none that can be read: it is as if it was never written, and is written anew. */
export function keptMark<Kept>(text: string | null, isSound: (value: unknown) => boolean): Kept | null {
  const value = text === null ? null : jsonOrNull(text);
  return value !== null && isSound(value) ? (value as Kept) : null;
}

/** A list of records that each hold these: a "date" is a text that one can be read from. */
export function isListOf(parts: Parts): (value: unknown) => boolean {
  const isOne = isRecordOf(parts);
  return (value) => Array.isArray(value) && value.every(isOne);
}

export function isRecordOf(parts: Parts): (value: unknown) => boolean {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(parts).every(([name, kind]) =>
      isKind(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined, kind),
    );
}

type Kind = 'string' | 'number' | 'object' | 'list' | 'date';
type Parts = Readonly<Record<string, Kind>>;

function isKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
      return typeof value === 'string';
  }
}
