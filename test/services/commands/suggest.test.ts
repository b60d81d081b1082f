import { expect, it } from 'vitest';
import { suggestServices } from '../../../src/services/commands/suggest-services.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite.ts';
import { newEndpoint, noon } from '../../support/store-fixtures.ts';

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
  const suggest = suggestServices({
    vantages: async () => ['here', 'eu-1'],
    store: async () => store,
    pages: pages as never,
    log,
  });
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

it('reads the labels once for many keys, and offers nothing where a store that hangs is asked too often', async () => {
  const store = await openSqliteStore({ path: ':memory:' });
  await store.endpoints.add(newEndpoint('api.example.org', { labels: { team: 'payments' } }), noon);
  let opened = 0;
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const counted = async () => {
    opened += 1;
    return store;
  };
  const suggest = suggestServices({ vantages: async () => ['here', 'eu-1'], store: counted, pages: [], log });
  const keys = Array.from({ length: 40 }, (_, at) => suggest('label', 'team=payments'.slice(0, at % 10), 25));
  expect((await Promise.all(keys)).every(([first]) => first?.value === 'team=payments')).toBe(true);
  expect(opened).toBe(1);

  const away = Promise.withResolvers<never>();
  const hanging = suggestServices({
    vantages: async () => ['here', 'eu-1'],
    store: () => away.promise,
    pages: [],
    log,
  });
  const flood = Array.from({ length: 200 }, () => hanging('watched', 'api', 25));
  expect(await flood.at(-1)).toEqual([]);
  away.reject(new Error('the store is away'));
  expect((await Promise.all(flood)).flat()).toEqual([]);
  expect(await suggest('watched', 'api', 25)).toHaveLength(1);
});
