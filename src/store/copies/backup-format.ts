import { UserError } from '../../core/errors.ts';
import type { Counts, Numbers, Row, Value } from './source.ts';

/**
 * A backup is gzip of lines of JSON. First the head; then for each table an object with its name and columns and one array
 * per row; last the end, which holds how much there was and the SHA-256 of every byte before it. Bytes in a row are
 * `{"base64": "..."}`.
 */
export type Head = {
  readonly notafter: 'backup';
  readonly format: number;
  /** Of the release that wrote it. */
  readonly version: string;
  readonly at: string;
  readonly engine: 'sqlite' | 'postgresql';
  /** The steps that had made the tables. */
  readonly schema: readonly string[];
};

export type TableHead = { readonly table: string; readonly columns: readonly string[] };
export type End = {
  readonly end: { readonly rows: Counts; readonly numbers: Numbers; readonly sha256: string };
};

export const format = 1;

export function rowLine(row: Row): string {
  return JSON.stringify(
    row.map((value) =>
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ),
  );
}

type Line =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'object'; readonly object: object };

export function readLine(line: string): Line {
  const read: unknown = parsed(line);
  if (Array.isArray(read)) return { kind: 'row', row: read.map(asValue) };
  if (typeof read === 'object' && read !== null) return { kind: 'object', object: read };
  throw damaged('a line of it is none of a backup');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged('a line of it cannot be read');
  }
}

function asValue(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'object' && 'base64' in value && typeof value.base64 === 'string')
    return Buffer.from(value.base64, 'base64');
  throw damaged('a row of it holds something unknown');
}

export function isHead(object: object): object is Head {
  return (
    'notafter' in object &&
    object.notafter === 'backup' &&
    'format' in object &&
    typeof object.format === 'number' &&
    'schema' in object &&
    isTexts(object.schema) &&
    'version' in object &&
    typeof object.version === 'string' &&
    'at' in object &&
    typeof object.at === 'string'
  );
}

export function isTableHead(object: object): object is TableHead {
  return (
    'table' in object && typeof object.table === 'string' && 'columns' in object && isTexts(object.columns)
  );
}

export function isEnd(object: object): object is End {
  if (!('end' in object) || typeof object.end !== 'object' || object.end === null) return false;
  const { end } = object;
  return 'sha256' in end && 'rows' in end && isCounts(end.rows) && 'numbers' in end && isCounts(end.numbers);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isCounts(value: unknown): value is Counts {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((count) => Number.isSafeInteger(count) && count >= 0)
  );
}

/** `how`: what is wrong, as the end of a sentence. */
export function damaged(how: string): UserError {
  return new UserError(
    `The backup is damaged or cut off: ${how}. Nothing was changed. Take an older backup, or copy this one anew.`,
  );
}
