import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../core/errors.ts';
import { refuseUnknown } from '../migrations/migrations.ts';
import { isDamage, sqliteError } from '../sqlite/sqlite-error.ts';
import { type Table, tablesAfter } from './layout.ts';
import { type Numbers, type Row, rowsAtOnce, type Source } from './source.ts';

const busyTimeoutMs = 10_000;

/** Changes nothing: all of it is read inside one transaction, beside whoever writes meanwhile. UserError when it is damaged. */
export async function openSqliteSource(path: string): Promise<Source> {
  const database = openForReading(path);
  try {
    const schema = saying(path, () => {
      database.exec('begin');
      return stepsOf(database, path);
    });
    refuseUnknown(schema, `The store ${path}`);
    saying(path, () => refuseDamaged(database, path));
    const tables = await tablesAfter(schema);
    return {
      engine: 'sqlite',
      schema,
      tables,
      rows: (table) => rowsOf(database, path, table),
      numbers: async () => saying(path, () => numbersOf(database, tables)),
      close: async () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Where it cannot be read at all, that is told by whoever opens it next. */
export function refuseDamagedFile(path: string): void {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
    refuseDamaged(database, path);
  } catch (error) {
    if (error instanceof UserError || isDamage(error)) throw sqliteError(error, path);
  } finally {
    database?.close();
  }
}

function openForReading(path: string): DatabaseSync {
  return saying(path, () => new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs }));
}

function saying<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteError(error, path);
  }
}

function stepsOf(database: DatabaseSync, path: string): readonly string[] {
  const known = database.prepare("select 1 from sqlite_schema where name = 'migrations'").get();
  if (known === undefined) throw new UserError(`${path} is a database of another program, or an empty one.`);
  return database
    .prepare('select name from migrations order by name')
    .all()
    .map(({ name }) => String(name));
}

function refuseDamaged(database: DatabaseSync, path: string): void {
  const [first] = damageOf(database);
  if (first === undefined) return;
  throw new UserError(
    `The store ${path} is damaged (${first}). Restore it from a backup: notafter restore FILE.`,
  );
}

/** What is wrong with a file, the first few things of it; none: it is sound. */
export function damageOf(database: DatabaseSync): readonly string[] {
  const found = database
    .prepare('pragma quick_check(5)')
    .all()
    .map((row) => String(Object.values(row)[0]))
    .filter((words) => words !== 'ok');
  const orphans = database.prepare('select distinct "table" as name from pragma_foreign_key_check').all();
  return [...found, ...orphans.map(({ name }) => `rows of ${name} refer to what is not there`)];
}

async function* rowsOf(database: DatabaseSync, path: string, table: Table): AsyncGenerator<readonly Row[]> {
  const columns = table.columns.map(quoted).join(', ');
  const most = rowsAtOnce(table);
  try {
    let rows: Row[] = [];
    for (const row of database.prepare(`select ${columns} from ${quoted(table.name)}`).iterate()) {
      rows.push(table.columns.map((name) => row[name] as Row[number]));
      if (rows.length < most) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  } catch (error) {
    throw sqliteError(error, path);
  }
}

function numbersOf(database: DatabaseSync, tables: readonly Table[]): Numbers {
  const numbered = tables.filter(({ serial }) => serial !== null);
  if (numbered.length === 0) return {};
  const given = database.prepare('select name, seq from sqlite_sequence').all();
  return Object.fromEntries(
    numbered.map(({ name }) => [name, Number(given.find((row) => row.name === name)?.seq ?? 0)]),
  );
}

/** Names of ours, never of a file that was brought. */
export function quoted(name: string): string {
  return `"${name}"`;
}
