import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { UserError } from '../../core/errors.ts';
import { sqliteEngine } from '../engine.ts';
import { makeTables, migrate } from '../migrations/migrations.ts';
import type { Schema } from '../schema.ts';
import { sqliteDialect } from '../sqlite/sqlite-dialect.ts';
import { sqliteError } from '../sqlite/sqlite-error.ts';
import type { Table } from './layout.ts';
import type { Counts, Source } from './source.ts';
import { damageOf, quoted } from './sqlite-source.ts';

/**
 * Makes a new file of a source, brings it up to this release and looks through it. It is on the disk when this resolves; when
 * it rejects, a file that is of no use may be left. Returns how many rows each table of the source had.
 */
export async function loadSqlite(path: string, source: Source, signal: AbortSignal): Promise<Counts> {
  closeSync(openSync(path, 'wx', 0o600));
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database, path) });
  try {
    // Nobody misses a half of it: whoever loads syncs at the end.
    database.exec('pragma journal_mode = memory; pragma synchronous = off');
    await makeTables(db, sqliteEngine, source.schema);
    const counts = await fill(database, source, signal);
    await migrate(db, sqliteEngine, path);
    const [first] = damageOf(database);
    if (first !== undefined)
      throw new UserError(`What was read does not fit together (${first}). Nothing was changed.`);
    return counts;
  } catch (error) {
    throw sqliteError(error, path);
  } finally {
    await db.destroy();
  }
}

async function fill(database: DatabaseSync, source: Source, signal: AbortSignal): Promise<Counts> {
  const counts: Record<string, number> = {};
  database.exec('begin');
  for (const table of source.tables) {
    counts[table.name] = await fillTable(database, source, table, signal);
  }
  for (const [name, last] of Object.entries(await source.numbers())) {
    const changed = database.prepare('update sqlite_sequence set seq = ? where name = ? and seq < ?');
    // A table without rows has none yet.
    database
      .prepare(
        'insert into sqlite_sequence (name, seq) select ?, 0 where not exists (select 1 from sqlite_sequence where name = ?)',
      )
      .run(name, name);
    changed.run(last, name, last);
  }
  database.exec('commit');
  return counts;
}

async function fillTable(
  database: DatabaseSync,
  source: Source,
  { name, columns, bytes, serial }: Table,
  signal: AbortSignal,
): Promise<number> {
  // A step may have put something there.
  database.exec(`delete from ${quoted(name)}`);
  const places = columns.map(() => '?').join(', ');
  const insert = database.prepare(
    `insert into ${quoted(name)} (${columns.map(quoted).join(', ')}) values (${places})`,
  );
  let count = 0;
  for await (const rows of source.rows({ name, columns, bytes, serial })) {
    signal.throwIfAborted();
    for (const row of rows) insert.run(...row);
    count += rows.length;
  }
  return count;
}
