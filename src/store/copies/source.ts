import type { Table } from './layout.ts';

export type Value = string | number | null | Uint8Array;
/** In the order of the table's columns. */
export type Row = readonly Value[];

/** All that a store held at one moment, to be read once, table by table in the order of `tables`. */
export type Source = {
  readonly engine: 'sqlite' | 'postgresql';
  /** Which steps had made its tables. */
  readonly schema: readonly string[];
  readonly tables: readonly Table[];
  /** A few hundred at a time: never a table in memory. */
  rows(table: Table): AsyncIterable<readonly Row[]>;
  /** The highest number ever given, by table that numbers its rows. Asked after the rows were read. */
  numbers(): Promise<Numbers>;
  close(): Promise<void>;
};

export type Numbers = Readonly<Record<string, number>>;
export type Counts = Readonly<Record<string, number>>;

/** Rows with bytes in them may be large each. */
export function rowsAtOnce({ bytes }: Table): number {
  return bytes.size > 0 ? 8 : 500;
}
