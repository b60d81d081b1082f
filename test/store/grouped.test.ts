import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteEngine } from '../../src/store/engine.ts';
import { grouped } from '../../src/store/grouped.ts';
import { migrate } from '../../src/store/migrations/migrations.ts';
import type { Schema } from '../../src/store/schema.ts';
import { inMemory } from '../../src/store/sqlite/sqlite.ts';
import { sqliteDialect } from '../../src/store/sqlite/sqlite-dialect.ts';

let db: Kysely<Schema>;
let commits = 0;
beforeEach(async () => {
  const database = new DatabaseSync(inMemory);
  db = new Kysely<Schema>({
    dialect: sqliteDialect(database, inMemory),
    log: ({ query }) => {
      if (query.sql === 'commit') commits += 1;
    },
  });
  await migrate(db, sqliteEngine, inMemory);
  commits = 0;
});
afterEach(() => db.destroy());

function keeper(refused: string) {
  return grouped(db, {
    async one(transaction, name: string) {
      await transaction.insertInto('marks').values({ key: name, value: 'x' }).execute();
      if (name === refused) throw new Error(`no ${name}`);
      return name.toUpperCase();
    },
  });
}

async function kept(): Promise<readonly string[]> {
  const rows = await db.selectFrom('marks').select('key').orderBy('key').execute();
  return rows.map(({ key }) => key);
}

test('what is asked for at once shares one transaction, and each gets its own answer', async () => {
  const keep = keeper('');
  expect(await Promise.all(['a', 'b', 'c'].map(keep))).toEqual(['A', 'B', 'C']);
  expect(await kept()).toEqual(['a', 'b', 'c']);
  expect(commits).toBe(1);
});

test('one that fails takes nobody along, and leaves nothing behind', async () => {
  const keep = keeper('b');
  const ended = await Promise.allSettled(['a', 'b', 'c'].map(keep));
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await kept()).toEqual(['a', 'c']);
});

test('more than fit into one transaction take several, in the order of asking', async () => {
  const keep = keeper('');
  const names = Array.from({ length: 70 }, (_, at) => `n${String(at).padStart(2, '0')}`);
  expect(await Promise.all(names.map(keep))).toEqual(names.map((name) => name.toUpperCase()));
  expect(commits).toBe(3);
});
