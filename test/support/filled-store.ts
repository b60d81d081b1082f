import { DatabaseSync } from 'node:sqlite';
import { type Table, tablesAfter } from '../../src/store/copies/layout.ts';
import type { Source } from '../../src/store/copies/source.ts';
import { openStore } from '../../src/store/index.ts';
import { stepNames } from '../../src/store/migrations/migrations.ts';
import { messageSaying, newEndpoint, noon, notificationOf, sightingOf } from './store-fixtures.ts';

/** Nothing that JSON, UTF-8 or SQL may trip over, but U+0000: PostgreSQL has no place for that. */
const oddText = `"quoted" \\ back, line\nnext, \u{2028}\u{1f600} ü \u{202e} \\u0041 ' ; --`;
const largeNumber = 2 ** 52 + 1;

/** A SQLite file with what a bot keeps, and in each table that is empty after that rows of every kind of value. */
export async function fillStore(path: string): Promise<void> {
  const store = await openStore(path);
  for (const host of ['a.example', 'b.example', 'c.example']) {
    const endpoint = await store.endpoints.add(newEndpoint(host), noon);
    if (endpoint !== null)
      await store.endpoints.recordLook(sightingOf(endpoint.id), [notificationOf(host)], noon);
  }
  const bytes = Uint8Array.from({ length: 3000 }, (_, at) => at % 256);
  await store.answers.put('crl', bytes, new Date('2100-01-01'), noon);
  for (const words of ['one', oddText, 'gone']) await store.feed.append(messageSaying(words), noon);
  await store.close();
  const database = new DatabaseSync(path);
  // Numbers that were given are not given again.
  database.exec('delete from feed where id = 3');
  const endpoint = database.prepare('select id from endpoints').get()?.id;
  for (const table of await tablesAfter(stepNames)) fillTable(database, table, endpoint);
  database.close();
}

function fillTable(database: DatabaseSync, table: Table, endpoint: unknown): void {
  const some = database.prepare(`select count(*) as count from "${table.name}"`).get();
  if (some?.count !== 0) return;
  const columns = database
    .prepare('select name, type, max("notnull", pk) as needed from pragma_table_info(?)')
    .all(table.name);
  const insert = database.prepare(
    `insert into "${table.name}" values (${columns.map(() => '?').join(', ')})`,
  );
  for (const n of [1, 2, 3]) {
    insert.run(
      ...columns.map(({ name, type, needed }) => {
        if (name === 'endpoint_id') return String(endpoint);
        if (n === 3 && needed === 0 && name !== table.serial) return null;
        if (/text/i.test(String(type))) return `${n} ${oddText}`;
        return /bigint/i.test(String(type)) ? largeNumber + n : n;
      }),
    );
  }
}

/** All rows of all tables, in an order of their own. */
export async function everythingIn(source: Source): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  try {
    for (const table of source.tables) {
      const rows: string[] = [];
      for await (const some of source.rows(table)) rows.push(...some.map((row) => shown(table, row)));
      found[table.name] = rows.toSorted();
    }
  } finally {
    await source.close();
  }
  return found;
}

function shown({ columns }: Table, row: readonly unknown[]): string {
  const named = columns.map((name, at) => {
    const value = row[at];
    return [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value] as const;
  });
  // Columns may stand in another order in another engine.
  return JSON.stringify(named.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
