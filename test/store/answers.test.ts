import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts';
import { after, noon } from '../support/store-fixtures.ts';

describe('the answers in the SQLite file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'notafter-answers-'));
    path = join(folder, 'notafter.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const keysIn = () => {
    const database = new DatabaseSync(path);
    const rows = database.prepare('select key from answers order by key').all();
    database.close();
    return rows.map(({ key }) => key);
  };

  test('never hold more rows than allowed: the oldest go', async () => {
    const store = await openSqliteStore({ path, answerLimits: { rows: 3, bytes: 1000 } });
    for (const n of [1, 2, 3, 4]) await store.answers.put(`k${n}`, Buffer.alloc(10), after(9000), after(n));
    await store.close();
    expect(keysIn()).toEqual(['k2', 'k3', 'k4']);
  });

  test('never hold more bytes than allowed, and nothing larger at all', async () => {
    const store = await openSqliteStore({ path, answerLimits: { rows: 99, bytes: 100 } });
    await store.answers.put('k1', Buffer.alloc(60), after(9000), after(1));
    await store.answers.put('k2', Buffer.alloc(40), after(9000), after(2));
    expect(keysIn()).toEqual(['k1', 'k2']);
    await store.answers.put('k3', Buffer.alloc(1), after(9000), after(3));
    expect(keysIn()).toEqual(['k2', 'k3']);
    await store.answers.put('k4', Buffer.alloc(101), after(9000), after(4));
    expect(keysIn()).toEqual(['k2', 'k3']);
    await store.close();
  });

  test('lose what has ended at the next put', async () => {
    const store = await openSqliteStore({ path });
    await store.answers.put('k1', Buffer.alloc(1), after(10), noon);
    await store.answers.put('k2', Buffer.alloc(1), after(99), after(10));
    await store.close();
    expect(keysIn()).toEqual(['k2']);
  });
});
