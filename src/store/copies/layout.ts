import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { sqliteEngine } from '../engine.ts';
import { makeTables } from '../migrations/migrations.ts';
import type { Schema } from '../schema.ts';
import { sqliteDialect } from '../sqlite/sqlite-dialect.ts';

/** A table as every engine has it. */
export type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  /** The column that numbers its rows by itself. */
  readonly serial: string | null;
  /** Columns of bytes. */
  readonly bytes: ReadonlySet<string>;
};

/**
 * The tables as these steps make them, those that others refer to first. Made anew in memory and looked at, so that no
 * list of tables has to be kept, and what else lies in a database is nobody's business.
 */
export async function tablesAfter(done: readonly string[]): Promise<readonly Table[]> {
  const database = new DatabaseSync(':memory:');
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database, ':memory:') });
  try {
    await makeTables(db, sqliteEngine, done);
    return inOrderOfReference(database, tablesOf(database));
  } finally {
    await db.destroy();
  }
}

/** Who logged out after a copy was made would be logged in by it. */
const leftOut = 'sessions';

function tablesOf(database: DatabaseSync): readonly Table[] {
  const rows = database
    .prepare(
      "select name, sql from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'migrations%' order by name",
    )
    .all() as { name: string; sql: string }[];
  const copied = rows.filter(({ name }) => name !== leftOut);
  return copied.map(({ name, sql }) => {
    const columns = database.prepare('select name, type, pk from pragma_table_info(?)').all(name) as {
      name: string;
      type: string;
      pk: number;
    }[];
    const numbers = /\bautoincrement\b/i.test(sql) ? columns.find(({ pk }) => pk === 1) : undefined;
    return {
      name,
      columns: columns.map((column) => column.name),
      serial: numbers?.name ?? null,
      bytes: new Set(columns.filter(({ type }) => /^blob$/i.test(type)).map((column) => column.name)),
    };
  });
}

function inOrderOfReference(database: DatabaseSync, tables: readonly Table[]): readonly Table[] {
  const ordered: Table[] = [];
  const visit = (table: Table, path: readonly string[]): void => {
    if (ordered.includes(table) || path.includes(table.name)) return;
    const wanted = database.prepare('select "table" as name from pragma_foreign_key_list(?)').all(table.name);
    for (const { name } of wanted) {
      const other = tables.find((one) => one.name === name);
      if (other !== undefined) visit(other, [...path, table.name]);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table, []);
  return ordered;
}
