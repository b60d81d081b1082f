import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import { connectTo } from '../../../src/store/copies/postgres-source.ts';
import { after, certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';
import { incidentOf } from './incidents.ts';

/** Writes past the store, as a damaged disk or a hand would. */
async function write(location: string, statements: readonly string[]): Promise<void> {
  if (!location.startsWith('postgres')) {
    const database = new DatabaseSync(location);
    for (const statement of statements) database.exec(statement);
    database.close();
    return;
  }
  const { ask, close } = await connectTo(location);
  for (const statement of statements) await ask(statement);
  await close();
}

async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

const spoilings = [
  "update endpoints set owners = '{\"a'",
  "update endpoints set owners = '5'",
  'update endpoints set labels = \'["a"]\'',
  "update endpoints set home = 'null'",
  "update endpoints set url = 'nonsense://a b'",
  'update endpoints set added_at = 9007199254740991',
  "update endpoints set muted = '{}'",
  'update sightings set at = 9007199254740991',
  "update sightings set verdict = 'splendid'",
  "update sightings set served = '[{}]'",
  "update sightings set conditions = 'x'",
  "update sightings set renewal_window = '[]'",
];

export function damageContract(stage: ContractStage): void {
  describe('rows that cannot be read', () => {
    async function filled(): Promise<{ readonly store: Store; readonly ids: readonly string[] }> {
      const store = await stage.open();
      const ids: string[] = [];
      const typed = [...spoilings.map((_, at) => `damaged-${at}.example`), 'sound.example'];
      for (const name of typed) {
        const added = await store.endpoints.add(newEndpoint(name), noon);
        const certificate = certificateEnding(9 * dayMs);
        const served = [{ ...certificate, addresses: ['192.0.2.1:443'] }];
        await store.endpoints.recordLook(sightingOf(added?.id ?? '', { certificate, served }), [], noon);
        ids.push(added?.id ?? '');
      }
      await write(await stage.place(), [
        'update sightings set doubtful = 1, turns_at = 1',
        ...spoilings.map((spoiling, at) => {
          const key = spoiling.includes('sightings') ? 'endpoint_id' : 'id';
          return `${spoiling} where ${key} = '${ids[at]}'`;
        }),
      ]);
      return { store, ids };
    }

    test('are left out wherever rows are read, and the others come', async () => {
      const { store, ids } = await filled();
      const { endpoints } = store;
      const sound = ids.at(-1) ?? '';
      const unseen = ids.filter((_, at) => spoilings[at]?.includes('sightings'));
      const left = [...unseen, sound].toSorted();
      const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id).toSorted();
      expect(idsOf(await all(endpoints.batches(2)))).toEqual(left);
      expect(idsOf(await endpoints.between('', null))).toEqual(left);
      expect((await endpoints.rows(noon)).map(({ endpoint }) => endpoint.id).toSorted()).toEqual(left);
      expect((await endpoints.rowsOf(ids, noon)).map(({ endpoint }) => endpoint.id).toSorted()).toEqual(left);
      expect((await endpoints.watched(ids)).map(({ endpoint }) => endpoint.id)).toEqual([sound]);
      // One at a time: those that cannot be read hold up nobody behind them.
      expect((await endpoints.doubtful(1)).map(({ endpoint }) => endpoint.id)).toEqual([sound]);
      expect((await endpoints.turning(noon, 1)).map(({ endpoint }) => endpoint.id)).toEqual([sound]);
      await endpoints.setTurns([{ endpointId: sound, at: null, lookedAt: noon }]);
      expect(await endpoints.turning(noon, 1)).toEqual([]);
      expect(await endpoints.nextTurn()).toBeNull();
      for await (const lines of endpoints.lines(5)) for (const { id } of lines) expect(ids).toContain(id);
      await endpoints.matching('example', 50);
      const mine = { ids: ['U1'], isMine: () => true, from: 0, limit: 50, now: noon };
      await endpoints.owned(mine);
      const { count, rows } = await store.damage();
      expect(count).toBe(spoilings.length);
      expect(rows.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, -1).toSorted());
    });

    test('give way: an endpoint to the same one added again, what was seen to the next look', async () => {
      const { store, ids } = await filled();
      const { endpoints } = store;
      for (const [at, spoiling] of spoilings.entries()) {
        const id = ids[at] ?? '';
        if (spoiling.includes('url =')) await endpoints.remove(id);
        else if (spoiling.includes('endpoints'))
          expect(await endpoints.add(newEndpoint(`damaged-${at}.example`), noon)).not.toBeNull();
        else {
          const { kept } = await endpoints.addLook(
            id,
            () => sightingOf(id, { at: after(dayMs) }),
            after(dayMs),
          );
          expect(kept).toBeNull();
        }
      }
      expect(await store.damage()).toEqual({ count: 0, rows: [] });
    });

    test('of alarms, rules and marks are left out as well, and found', async () => {
      const store = await stage.open();
      const ids = ['i1', 'i2', 'i3', 'i4', 'i5'];
      const due = ids.map((id) =>
        incidentOf(id, { subject: { kind: 'endpoint', endpointId: id }, nextAt: noon }),
      );
      await store.incidents.save(due, [], noon);
      await store.rules.set({ scope: { kind: 'all' }, owners: [], policy: null, setBy: 'a', setAt: noon });
      await store.marks.set('breaker', '{"kind":');
      await store.marks.set('ready', 'now');
      await write(await stage.place(), [
        "update incidents set incident = '{' where id = 'i1'",
        "update incidents set incident = '{}' where id = 'i2'",
        `update incidents set incident = replace(incident, '"openedAt":"', '"openedAt":"x') where id = 'i3'`,
        `update incidents set incident = replace(incident, '"channel"', '"chanel"') where id = 'i4'`,
        "update rules set rule = '[]'",
      ]);
      expect((await store.incidents.due(noon, 1)).map(({ id }) => id)).toEqual(['i5']);
      expect((await store.incidents.open()).map(({ id }) => id)).toEqual(['i5']);
      expect(await store.incidents.find('i1')).toBeNull();
      expect(await store.rules.list()).toEqual([]);
      expect((await store.damage()).rows).toEqual([
        ...['i1', 'i2', 'i3', 'i4'].map((id) => ({ kind: 'alarm', id })),
        { kind: 'rule', id: 'all' },
        { kind: 'mark', id: 'breaker' },
      ]);
    });
  });
}
