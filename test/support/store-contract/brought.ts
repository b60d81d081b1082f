import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { Endpoint } from '../../../src/core/watch/endpoint.ts';
import { type Import, noAmendment } from '../../../src/core/watch/lists/brought.ts';
import type { Declared } from '../../../src/core/watch/lists/declared.ts';
import { after, alice, bob, newEndpoint, noon, ops, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

function brought(id: string, change: Partial<Import> = {}): Import {
  return {
    id,
    at: noon,
    by: alice,
    name: 'list.csv',
    format: 'csv',
    state: 'tried',
    home: ops,
    wanted: [{ line: 1, source: 'a.example', target: parseTarget('a.example', '192.0.2.7'), owners: [bob] }],
    added: [],
    changed: [],
    version: 0,
    ...change,
  };
}

function endpoint(id: string, typed: string, change: Partial<Endpoint> = {}): Endpoint {
  return { ...newEndpoint(typed), id, addedAt: noon, ...change };
}

async function idsIn(store: Store): Promise<readonly string[]> {
  return (await store.endpoints.rows(noon)).map((row) => row.endpoint.id).toSorted();
}

export function broughtContract(stage: ContractStage): void {
  describe('lists that were brought', () => {
    test('are kept as they were, and done by one of two', async () => {
      const store = await stage.open();
      const other = await stage.open();
      await store.imports.keep(brought('i1'));
      expect(await other.imports.find('i1')).toEqual(brought('i1'));
      expect(await other.imports.find('i2')).toBeNull();
      const add = [endpoint('e1', 'a.example'), endpoint('e2', 'b.example')];
      const done = brought('i1', { state: 'applied' });
      const settled = [store, other].map((handle) => handle.imports.settle(done, { ...noAmendment, add }));
      expect((await Promise.all(settled)).toSorted()).toEqual([false, true]);
      expect(await idsIn(store)).toEqual(['e1', 'e2']);
      expect(await other.imports.find('i1')).toEqual({ ...done, version: 1 });
    });

    test('change, add and remove at once, and leave alone what is there or gone', async () => {
      const store = await stage.open();
      const there = await store.endpoints.add(newEndpoint('a.example'), noon);
      const gone = await store.endpoints.add(newEndpoint('b.example'), noon);
      await store.imports.keep(brought('i1'));
      await store.imports.settle(brought('i1'), {
        add: [
          endpoint('e1', 'a.example', { owners: [bob] }),
          endpoint('e2', 'c.example', { origin: 'file' }),
        ],
        change: [
          { id: there?.id ?? '', change: { labels: { team: 'x' } } },
          { id: 'nobody', change: { labels: {} } },
          { id: there?.id ?? '', change: {}, origin: 'file' },
        ],
        remove: [gone?.id ?? '', 'nobody'],
      });
      expect(await idsIn(store)).toEqual([there?.id, 'e2'].toSorted());
      expect(await store.endpoints.find(parseTarget('a.example'))).toEqual({
        ...there,
        labels: { team: 'x' },
        origin: 'file',
      });
      expect(await store.endpoints.find(parseTarget('c.example'))).toMatchObject({
        id: 'e2',
        origin: 'file',
      });
    });

    test('wait for their first look, the longest waiting first', async () => {
      const store = await stage.open();
      const add = ['a.example', 'b.example', 'c.example'].map((typed, n) =>
        endpoint(`e${n}`, typed, { addedAt: after(-n * 1000) }),
      );
      await store.imports.keep(brought('i1'));
      await store.imports.settle(brought('i1'), { ...noAmendment, add });
      await store.endpoints.recordLook(sightingOf('e1'), [], noon);
      expect((await store.endpoints.unseen(10)).map(({ id }) => id)).toEqual(['e2', 'e0']);
      expect((await store.endpoints.unseen(1)).map(({ id }) => id)).toEqual(['e2']);
    });

    test('of long ago are forgotten', async () => {
      const store = await stage.open();
      for (let n = 0; n < 205; n += 1) await store.imports.keep(brought(`i${n}`, { at: after(n * 1000) }));
      expect(await store.imports.find('i0')).toBeNull();
      expect(await store.imports.find('i204')).not.toBeNull();
    });
  });

  describe('what is declared', () => {
    const declared = (typed: string, change: Partial<Declared> = {}): Declared => ({
      target: parseTarget(typed),
      owners: [alice],
      home: ops,
      labels: { team: 'x' },
      ...change,
    });

    test('is kept with what it does, replaced and forgotten', async () => {
      const store = await stage.open();
      const client = { ...parseTarget('b.example', '192.0.2.7', 'payments') };
      await store.declared.amend([declared('a.example'), declared('x.example', { target: client })], [], {
        ...noAmendment,
        add: [endpoint('e1', 'a.example', { origin: 'file' })],
      });
      const other = await stage.open();
      expect(await other.declared.list()).toEqual([
        declared('a.example'),
        declared('x.example', { target: client }),
      ]);
      expect(await idsIn(other)).toEqual(['e1']);
      await other.declared.amend([declared('a.example', { labels: {} })], [client], {
        ...noAmendment,
        remove: ['e1'],
      });
      expect(await store.declared.list()).toEqual([declared('a.example', { labels: {} })]);
      expect(await idsIn(store)).toEqual([]);
    });
  });
}
