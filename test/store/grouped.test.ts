import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteEngine } from '../../src/store/engine.ts';
import { grouped, rounds } from '../../src/store/grouped.ts';
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
    async all(transaction, names: readonly string[]) {
      const rows = names.map((key) => ({ key, value: 'x' }));
      await transaction.insertInto('marks').values(rows).execute();
      if (names.includes(refused)) throw new Error(`no ${refused}`);
      return names.map((name) => name.toUpperCase());
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
  const names = Array.from({ length: 300 }, (_, at) => `n${String(at).padStart(3, '0')}`);
  expect(await Promise.all(names.map(keep))).toEqual(names.map((name) => name.toUpperCase()));
  expect(commits).toBe(3);
});

test('what comes while others are saved waits for them, and is saved together', async () => {
  const keep = keeper('');
  const first = keep('a').then(() => Promise.all(['d', 'e'].map(keep)));
  await new Promise(setImmediate);
  const others = [];
  for (const name of ['b', 'c']) {
    others.push(keep(name));
    await Promise.resolve();
  }
  await Promise.all([first, ...others]);
  expect(await kept()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(commits).toBeLessThan(5);
});

test('what is asked twice of the same is parted, and keeps its order', () => {
  const parts = rounds(['a1', 'b1', 'a2', 'c1', 'a3', 'b2'], ([key = '']) => key);
  expect(parts).toEqual([['a1', 'b1', 'c1'], ['a2', 'b2'], ['a3']]);
});
