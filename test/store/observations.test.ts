import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts';
import { after } from '../support/store-fixtures.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-observations-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the targets that nobody looked at for longest go when there is no room', async () => {
  const store = await openSqliteStore({ path: join(folder, 'notafter.db'), mostObservations: 2 });
  for (const n of [1, 3, 2, 4]) {
    await store.observations.put(`k${n}`, { last: { at: after(n), parts: {} }, lastGood: null });
  }
  const kept = await Promise.all([1, 2, 3, 4].map((n) => store.observations.get(`k${n}`)));
  expect(kept.map((looks) => looks?.last.at ?? null)).toEqual([null, null, after(3), after(4)]);
  await store.close();
});
