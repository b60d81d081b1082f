import { expect, test } from 'vitest';
import { rowsWhere } from '../../src/monitor/rows-where.ts';
import { inMemory, openSqliteStore } from '../../src/store/index.ts';
import { certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../support/store-fixtures.ts';

test('gives what the whole list gives, in its order, and never reads more than a batch at a time', async () => {
  const store = await openSqliteStore({ path: inMemory });
  for (let at = 0; at < 450; at += 1) {
    const added = await store.endpoints.add(newEndpoint(`h${at}.example`), noon);
    if (at % 3 === 0) continue;
    const certificate = certificateEnding(((at * 37) % 90) * dayMs);
    await store.endpoints.recordLook(sightingOf(added?.id ?? '', { certificate }), [], noon);
  }
  const asked: number[] = [];
  const endpoints = {
    ...store.endpoints,
    rowsOf(ids: readonly string[], now: Date) {
      asked.push(ids.length);
      return store.endpoints.rowsOf(ids, now);
    },
  };
  const isOdd = (host: string) => /[13579]\.example$/.test(host);
  const found = await rowsWhere({ endpoints }, noon, ({ endpoint }) => isOdd(endpoint.target.host));
  const all = await store.endpoints.rows(noon);
  expect(found).toEqual(all.filter(({ endpoint }) => isOdd(endpoint.target.host)));
  expect(found.length).toBe(225);
  expect(asked).toEqual([200, 200, 50]);
  await store.close();
});
