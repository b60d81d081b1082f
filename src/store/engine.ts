import type { ColumnDefinitionBuilder } from 'kysely';

/** All that differs between the SQL engines. Transactions that write take the write lock as they begin. */
export type Engine = {
  readonly name: 'sqlite' | 'postgresql';
  /** PostgreSQL claims beside other claimers by FOR UPDATE SKIP LOCKED; SQLite has one writer at a time. */
  readonly skipLocked: boolean;
  readonly bytesType: 'blob' | 'bytea';
  /** Type of a column that numbers its rows, and what else it needs. */
  readonly serialType: 'integer' | 'bigserial';
  serial(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
};

export const sqliteEngine: Engine = {
  name: 'sqlite',
  skipLocked: false,
  bytesType: 'blob',
  serialType: 'integer',
  // AUTOINCREMENT never reuses a number after a delete, as a serial column does not.
  serial: (column) => column.primaryKey().autoIncrement(),
};
