import { expect, it } from 'vitest';
import { suggestServices } from '../../src/services/suggest-services.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts';
import { newEndpoint, noon } from '../support/store-fixtures.ts';

const pages = [
  { id: 'chain/missing-intermediate', title: 'The server sends no intermediate' },
  { id: 'dns/no-such-name', title: 'The name does not exist' },
  { id: 'dns/missing-glue', title: 'The chain of delegation breaks' },
].map((page) => ({ ...page, explanation: '', fix: '', citation: '', severity: 'fatal' as const }));

it('offers what is watched, findings and labels in use, the likeliest first', async () => {
  const store = await openSqliteStore({ path: ':memory:' });
  const warned: string[] = [];
  const log = {
    debug() {},
    info() {},
    warn: (_: object, words?: string) => warned.push(words ?? ''),
    error() {},
  };
  const suggest = suggestServices({ store: async () => store, pages: pages as never, log });
  await store.endpoints.add(
    newEndpoint('api.example.org', { labels: { team: 'payments', tier: '1' } }),
    noon,
  );
  await store.endpoints.add(newEndpoint('smtp://mail.example.org', { labels: { team: 'mail' } }), noon);

  expect(await suggest('watched', 'MAIL', 25)).toEqual([
    {
      value: expect.stringMatching(/^smtp:..mail\.example\.org/),
      label: expect.stringContaining('mail.example.org'),
    },
  ]);
  expect((await suggest('finding', 'chain', 25)).map(({ value }) => value)).toEqual([
    'chain/missing-intermediate',
    'dns/missing-glue',
  ]);
  expect(await suggest('finding', '', 1)).toHaveLength(1);
  expect((await suggest('label', 'team', 25)).map(({ value }) => value)).toEqual([
    'team=mail',
    'team=payments',
  ]);

  await store.close();
  expect(await suggest('watched', 'a', 25)).toEqual([]);
  expect(warned).toEqual(['nothing could be suggested']);
});
