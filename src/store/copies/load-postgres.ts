import { databaseName } from '../../core/database-url.ts';
import { UserError } from '../../core/errors.ts';
import { openPostgresStore } from '../postgres/postgres.ts';
import type { Table } from './layout.ts';
import { type Ask, connectTo } from './postgres-source.ts';
import type { Counts, Row, Source } from './source.ts';
import { quoted } from './sqlite-source.ts';

/**
 * Puts a source whose tables are those of this release in place of all that is in the database, in one transaction: whoever
 * looks meanwhile waits, and where it fails nothing has changed.
 */
export async function loadPostgres(url: string, source: Source, signal: AbortSignal): Promise<Counts> {
  await (await openPostgresStore({ url })).close();
  const { ask, close } = await connectTo(url);
  try {
    await ask('begin');
    const names = source.tables.map(({ name }) => quoted(name)).join(', ');
    // Waits for nobody: whoever holds one of them is a bot that was started meanwhile.
    await ask("set local lock_timeout = '5s'");
    await ask(`truncate ${names}`);
    // From here on everybody waits. Whoever came since it was asked first may hold what was read before.
    await refuseOthers(ask, url);
    const counts: Record<string, number> = {};
    for (const table of source.tables) counts[table.name] = await fillTable(ask, source, table, signal);
    await setNumbers(ask, source);
    await ask('commit');
    return counts;
  } catch (error) {
    await ask('rollback').catch(() => undefined);
    throw error;
  } finally {
    await close();
  }
}

async function fillTable(ask: Ask, source: Source, table: Table, signal: AbortSignal): Promise<number> {
  const columns = table.columns.map(quoted).join(', ');
  const insert = `insert into ${quoted(table.name)} (${columns}) select ${columns} from json_populate_recordset(null::${quoted(table.name)}, $1::json)`;
  let count = 0;
  for await (const rows of source.rows(table)) {
    signal.throwIfAborted();
    await ask(insert, [JSON.stringify(rows.map((row) => recordOf(table, row)))]);
    count += rows.length;
  }
  return count;
}

function recordOf({ columns }: Table, row: Row): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(columns.map((name, at) => [name, asJson(row[at] ?? null)]));
}

/** Bytes as the text that bytea reads; text without U+0000, for which PostgreSQL has no place. */
function asJson(value: Row[number]): string | number | null {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'string' ? value.replaceAll('\0', '\u{fffd}') : value;
}

async function setNumbers(ask: Ask, source: Source): Promise<void> {
  const numbers = await source.numbers();
  for (const { name, serial } of source.tables) {
    if (serial === null) continue;
    const last = numbers[name] ?? 0;
    await ask(
      `select setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, most, 1), greatest($3::bigint, most) > 0)
       from (select coalesce(max(${quoted(serial)}), 0) as most from ${quoted(name)}) as rows`,
      [quoted(name), serial, last],
    );
  }
}

/** UserError where a bot is connected: at least its main thread and its watch worker. */
export async function refuseWhileConnected(url: string): Promise<void> {
  const { ask, close } = await connectTo(url);
  try {
    await refuseOthers(ask, url);
  } finally {
    await close();
  }
}

async function refuseOthers(ask: Ask, url: string): Promise<void> {
  const [found] = await ask(
    `select count(*) as others from pg_stat_activity
     where application_name = 'notafter' and datname = current_database() and pid <> pg_backend_pid()`,
  );
  const others = Number(found?.others ?? 0);
  if (others === 0) return;
  const many = others === 1 ? '1 connection' : `${others} connections`;
  throw new UserError(
    `Notafter has ${many} to the database ${databaseName(url)}. Stop every process that uses it, then restore. Nothing was changed.`,
  );
}
