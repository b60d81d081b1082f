import {
  type ColumnDefinitionBuilder,
  type Kysely,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
} from 'kysely';
import type { Schema } from './schema.ts';

/** All that differs between the SQL engines. Transactions that write take the write lock as they begin, or `hold`. */
export type Engine = {
  readonly name: 'sqlite' | 'postgresql';
  /** PostgreSQL has many writers at a time and locks single rows; SQLite has one. */
  readonly locksRows: boolean;
  readonly bytesType: 'blob' | 'bytea';
  /** Type of a column that numbers its rows, and what else it needs. */
  readonly serialType: 'integer' | 'bigserial';
  serial(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  hasTable(db: Kysely<Schema>, table: string): Promise<boolean>;
  /** Its own clock, in ms since 1970. */
  readonly clockMs: RawBuilder<number>;
  /** Until the transaction ends nobody else holds what has this name. */
  hold(transaction: Kysely<Schema>, name: string): Promise<void>;
  /** The same of any number of names, in an order that everybody keeps. */
  holdAll(transaction: Kysely<Schema>, names: readonly string[]): Promise<void>;
  /** Whether a column is one of the texts in a JSON list: bound as one value, it is the same statement for any number. */
  isAmong(column: string, list: string): RawBuilder<boolean>;
  /** A table made of a JSON list of rows (see `json-rows.ts`), in their order. */
  tableOf(columns: Readonly<Record<string, ColumnKind>>, list: string): RawBuilder<unknown>;
};

export type ColumnKind = 'text' | 'bigint';

export const sqliteEngine: Engine = {
  name: 'sqlite',
  locksRows: false,
  bytesType: 'blob',
  serialType: 'integer',
  // AUTOINCREMENT never reuses a number after a delete, as a serial column does not.
  serial: (column) => column.primaryKey().autoIncrement(),
  async hasTable(db, table) {
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
    return tables.some(({ name }) => name === table);
  },
  clockMs: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
  // The transaction has the write lock.
  hold: async () => undefined,
  holdAll: async () => undefined,
  isAmong: (column, list) => sql`${sql.ref(column)} in (select value from json_each(${list}))`,
  tableOf(columns, list) {
    const values = Object.keys(columns).map((name) => sql`value ->> ${sql.lit(name)} as ${sql.ref(name)}`);
    return sql`(select ${sql.join(values)} from json_each(${list}))`;
  },
};

export const postgresEngine: Engine = {
  name: 'postgresql',
  locksRows: true,
  bytesType: 'bytea',
  serialType: 'bigserial',
  serial: (column) => column.primaryKey(),
  async hasTable(db, table) {
    const found = await sql<{ known: boolean }>`select to_regclass(${table}) is not null as known`.execute(
      db,
    );
    return found.rows[0]?.known === true;
  },
  clockMs: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  async hold(transaction, name) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction);
  },
  async holdAll(transaction, names) {
    const list = JSON.stringify(names);
    await sql`select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(value, 0) as key from json_array_elements_text(${list}::json) order by key
    ) as keys`.execute(transaction);
  },
  // An array that is made first: the planner takes a list it would join with for a hundred rows.
  isAmong: (column, list) =>
    sql`${sql.ref(column)} = any(array(select json_array_elements_text(${list}::json)))`,
  tableOf(columns, list) {
    const kinds = Object.entries(columns).map(([name, kind]) => sql`${sql.ref(name)} ${sql.raw(kind)}`);
    return sql`(select * from json_to_recordset(${list}::json) as rows (${sql.join(kinds)}))`;
  },
};

/** Reads rows that nobody else may change or remove until the transaction ends. */
export function forChanging<DB, TB extends keyof DB, O>(
  engine: Engine,
  query: SelectQueryBuilder<DB, TB, O>,
): SelectQueryBuilder<DB, TB, O> {
  // Weaker than FOR UPDATE: rows that refer to these may be added meanwhile.
  return engine.locksRows ? query.forNoKeyUpdate() : query;
}

/** Takes rows for this claimer and leaves those to others that they are taking just now. */
export function forClaiming<DB, TB extends keyof DB, O>(
  engine: Engine,
  query: SelectQueryBuilder<DB, TB, O>,
): SelectQueryBuilder<DB, TB, O> {
  return engine.locksRows ? query.forUpdate().skipLocked() : query;
}
