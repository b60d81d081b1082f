import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { databaseName } from '../../core/database-url.ts';
import { UserError } from '../../core/errors.ts';
import { refuseUnknown } from '../migrations/migrations.ts';
import { postgresDialect } from '../postgres/postgres-dialect.ts';
import { openPool } from '../postgres/postgres-pool.ts';
import { type Table, tablesAfter } from './layout.ts';
import { type Numbers, type Row, rowsAtOnce, type Source } from './source.ts';
import { quoted } from './sqlite-source.ts';

/** One snapshot (REPEATABLE READ) of all of it, read by cursors; whoever writes meanwhile is not held up. */
export async function openPostgresSource(url: string): Promise<Source> {
  const name = databaseName(url);
  const { ask, close } = await connectTo(url);
  try {
    await ask('begin isolation level repeatable read read only');
    const [found] = await ask("select to_regclass('migrations') is not null as known");
    if (found?.known !== true) throw new UserError(`The database ${name} holds no Notafter yet.`);
    const schema = (await ask('select name from migrations order by name')).map((row) => String(row.name));
    refuseUnknown(schema, `The database ${name}`);
    const tables = await tablesAfter(schema);
    return {
      engine: 'postgresql',
      schema,
      tables,
      rows: (table) => rowsOf(ask, table),
      numbers: () => numbersOf(ask, tables),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export type Ask = (
  sql: string,
  parameters?: readonly unknown[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** One connection, whose statements take as long as they take. */
export async function connectTo(url: string): Promise<{ readonly ask: Ask; close(): Promise<void> }> {
  const dialect = postgresDialect(openPool({ url, isPatient: true }), databaseName(url));
  const driver = dialect.createDriver();
  await driver.init();
  let connection: DatabaseConnection | null = null;
  const close = async () => {
    if (connection !== null) await driver.releaseConnection(connection);
    await driver.destroy();
  };
  try {
    connection = await driver.acquireConnection();
  } catch (error) {
    await close();
    throw error;
  }
  const open = connection;
  return {
    async ask(sql, parameters = []) {
      const { rows } = await open.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(sql, [...parameters]),
      );
      return rows;
    },
    close,
  };
}

async function* rowsOf(ask: Ask, table: Table): AsyncGenerator<readonly Row[]> {
  const columns = table.columns.map(quoted).join(', ');
  await ask(`declare copied no scroll cursor for select ${columns} from ${quoted(table.name)}`);
  for (;;) {
    const rows = await ask(`fetch ${rowsAtOnce(table)} from copied`);
    if (rows.length === 0) break;
    yield rows.map((row) => table.columns.map((name) => row[name] as Row[number]));
  }
  await ask('close copied');
}

async function numbersOf(ask: Ask, tables: readonly Table[]): Promise<Numbers> {
  const numbers: Record<string, number> = {};
  for (const { name, serial } of tables) {
    if (serial === null) continue;
    const [found] = await ask('select pg_get_serial_sequence($1, $2) as sequence', [quoted(name), serial]);
    const [at] = await ask(
      `select case when is_called then last_value else 0 end as last from ${found?.sequence}`,
    );
    numbers[name] = Number(at?.last ?? 0);
  }
  return numbers;
}

/** Nobody has started a bot on it, or nothing was kept since. */
export async function isEmptyDatabase(url: string): Promise<boolean> {
  const { ask, close } = await connectTo(url);
  try {
    const [found] = await ask("select to_regclass('migrations') is not null as known");
    if (found?.known !== true) return true;
    const schema = (await ask('select name from migrations order by name')).map((row) => String(row.name));
    refuseUnknown(schema, `The database ${databaseName(url)}`);
    for (const { name } of await tablesAfter(schema)) {
      const [row] = await ask(`select exists (select 1 from ${quoted(name)}) as filled`);
      if (row?.filled === true) return false;
    }
    return true;
  } finally {
    await close();
  }
}
