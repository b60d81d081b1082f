import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import type { Condition } from '../../../src/core/watch/alarm/condition.ts';
import type { Endpoint, ServedCertificate, Sighting } from '../../../src/core/watch/endpoint.ts';
import { after, certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const never = null;
const condition: Condition = {
  trouble: 'unreachable',
  fingerprint256: null,
  bad: 1,
  good: 0,
  since: noon,
  confirmedAt: null,
  turns: [],
  cause: { id: null, title: 'It cannot be reached', fix: null, reproduce: null, blame: 'unknown' },
};

function serving(leaf: string): { readonly served: readonly ServedCertificate[] } {
  return { served: [{ ...certificateEnding(60 * dayMs, leaf), addresses: ['192.0.2.7:443'] }] };
}

async function watched(store: Store, host: string): Promise<Endpoint> {
  const endpoint = await store.endpoints.add(newEndpoint(host), noon);
  if (endpoint === null) throw new Error(`${host} is watched already`);
  await store.endpoints.recordLook(sightingOf(endpoint.id, serving('aa')), [], noon);
  return endpoint;
}

export function turnContract(stage: ContractStage): void {
  describe('moments at which a state turns', () => {
    test('a look that nobody judged is due at once; judged, it is due at its turn', async () => {
      const store = await stage.open();
      const one = await watched(store, 'a.example');
      const other = await watched(store, 'b.example');
      expect(await store.endpoints.nextTurn()).toEqual(new Date(0));
      expect((await store.endpoints.turning(noon, 9)).map(({ turnsAt }) => turnsAt)).toEqual([
        new Date(0),
        new Date(0),
      ]);
      await store.endpoints.setTurns([{ endpointId: one.id, at: after(dayMs), lookedAt: noon }]);
      await store.endpoints.setTurns([{ endpointId: other.id, at: never, lookedAt: noon }]);
      expect(await store.endpoints.nextTurn()).toEqual(after(dayMs));
      expect(await store.endpoints.turning(after(dayMs - 1), 9)).toEqual([]);
      const [due] = await store.endpoints.turning(after(dayMs), 9);
      expect(due).toMatchObject({ endpoint: { id: one.id }, turnsAt: after(dayMs) });
      await store.endpoints.setTurns([{ endpointId: one.id, at: never, lookedAt: noon }]);
      expect(await store.endpoints.nextTurn()).toBeNull();
    });

    test('the same look again leaves the turn; one that saw something else has to be judged', async () => {
      const store = await stage.open();
      const { id } = await watched(store, 'a.example');
      await store.endpoints.setTurns([{ endpointId: id, at: after(dayMs), lookedAt: noon }]);
      const again = sightingOf(id, { ...serving('aa'), at: after(1000) });
      await store.endpoints.recordLook(again, [], after(1000));
      expect(await store.endpoints.nextTurn()).toEqual(after(dayMs));
      const other = sightingOf(id, { ...serving('bb'), at: after(2000) });
      await store.endpoints.recordLook(other, [], after(2000));
      expect(await store.endpoints.nextTurn()).toEqual(new Date(0));
    });

    test('a look hears whether what was kept before it was ever judged', async () => {
      const store = await stage.open();
      const { id } = await watched(store, 'a.example');
      const look = async (ms: number, leaf: string) => {
        const made = () => sightingOf(id, { ...serving(leaf), at: after(ms) });
        return (await store.endpoints.addLook(id, made, after(ms))).leftUndone;
      };
      await store.endpoints.setTurns([{ endpointId: id, at: null, lookedAt: noon }]);
      expect(await look(1000, 'bb')).toBe(false);
      expect(await look(2000, 'bb')).toBe(true);
      await store.endpoints.setTurns([{ endpointId: id, at: null, lookedAt: after(2000) }]);
      expect(await look(3000, 'bb')).toBe(false);
    });

    test('who judged an earlier look says nothing of a later one', async () => {
      const store = await stage.open();
      const { id } = await watched(store, 'a.example');
      const other = sightingOf(id, { ...serving('bb'), at: after(2000) });
      await store.endpoints.recordLook(other, [], after(2000));
      await store.endpoints.setTurns([{ endpointId: id, at: after(dayMs), lookedAt: noon }]);
      expect(await store.endpoints.nextTurn()).toEqual(new Date(0));
    });

    test('all can be asked for again, the longest waiting come first, and no more than wanted', async () => {
      const store = await stage.open();
      const ids = [];
      for (const host of ['a.example', 'b.example', 'c.example']) ids.push((await watched(store, host)).id);
      for (const [index, id] of ids.entries())
        await store.endpoints.setTurns([{ endpointId: id, at: after(9 - index), lookedAt: noon }]);
      const turning = await store.endpoints.turning(after(10), 2);
      expect(turning.map(({ endpoint }) => endpoint.id)).toEqual(expect.arrayContaining(ids.slice(1)));
      expect(turning).toHaveLength(2);
      await store.endpoints.turnAll();
      expect(await store.endpoints.turning(noon, 9)).toHaveLength(3);
      await store.endpoints.remove(ids[0] ?? '');
      expect(await store.endpoints.turning(noon, 9)).toHaveLength(2);
    });
  });

  describe('endpoints by id', () => {
    test('with what was seen of them; without those that are gone or were never looked at', async () => {
      const store = await stage.open();
      const { id } = await watched(store, 'a.example');
      const unseen = await store.endpoints.add(newEndpoint('b.example'), noon);
      const found = await store.endpoints.watched([id, unseen?.id ?? '', 'nobody', id]);
      expect(found).toEqual([expect.objectContaining({ sighting: sightingOf(id, serving('aa')) })]);
      expect(await store.endpoints.watched([])).toEqual([]);
    });

    test('an endpoint is well when it was neither broken nor in doubt at a look some time ago', async () => {
      const store = await stage.open();
      const hosts = [await watched(store, 'a.example'), await watched(store, 'b.example')];
      const [one, two] = hosts.map(({ id }) => id).toSorted();
      const well = async (change: { readonly after?: string; readonly limit?: number } = {}) => {
        const asked = { after: '', before: after(1), now: after(2), limit: 9, ...change };
        return (await store.endpoints.well(asked)).map(({ id }) => id);
      };
      expect(await well()).toEqual([one, two]);
      expect(await well({ limit: 1 })).toEqual([one]);
      expect(await well({ after: one ?? '' })).toEqual([two]);
      const save = (change: Partial<Sighting>) =>
        store.endpoints.recordLook(sightingOf(one ?? '', { ...serving('aa'), ...change }), [], after(2));
      await save({ at: after(1) });
      expect(await well()).toEqual([two]);
      // Before the clock was set back.
      await save({ at: after(dayMs) });
      expect(await well()).toEqual([one, two]);
      await save({ at: noon, conditions: [condition] });
      expect(await well()).toEqual([two]);
      await save({ at: noon, verdict: 'broken' });
      expect(await well()).toEqual([two]);
    });
  });
}
