import { describe, expect, test } from 'vitest';
import { startOfDay, sumOf, totalsByDay, unpackDays } from '../../../src/core/past/day-totals.ts';
import type { Store } from '../../../src/core/store/store.ts';
import type { Sighting } from '../../../src/core/watch/endpoint.ts';
import { after, certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const hourMs = 3_600_000;
const begin = new Date(0);
/** The midnight after noon. */
const midnight = after(12 * hourMs);

async function watched(store: Store, name = 'a.example'): Promise<string> {
  const added = await store.endpoints.add(newEndpoint(name), noon);
  if (added === null) throw new Error('it was there');
  return added.id;
}

async function look(store: Store, id: string, at: Date, change: Partial<Sighting> = {}): Promise<void> {
  await store.endpoints.recordLook(sightingOf(id, { at, ...change }), [], at);
}

type Looked = readonly [id: string, at: Date, change?: Partial<Sighting>];

/** All that is asked for at once shares transactions, and keeps its order: hundreds, one by one, would take half a minute. */
async function lookAll(store: Store, looks: readonly Looked[]): Promise<void> {
  await Promise.all(
    looks.map(([id, at, change]) => store.endpoints.addLook(id, () => sightingOf(id, { at, ...change }), at)),
  );
}

const down: Partial<Sighting> = { verdict: 'broken', rootCause: 'tcp/refused', reason: 'refuses' };
const blind: Partial<Sighting> = {
  verdict: 'unknown',
  rootCause: 'vantage/offline',
  reason: 'we are offline',
};

export function lookContract(stage: ContractStage): void {
  describe('looks', () => {
    test('that say the same are one run, which ends where another begins', async () => {
      const store = await stage.open();
      const id = await watched(store);
      for (const hour of [0, 1, 2]) await look(store, id, after(hour * hourMs));
      await look(store, id, after(3 * hourMs), down);
      await look(store, id, after(4 * hourMs), down);
      await look(store, id, after(5 * hourMs));
      const { runs } = await (await stage.open()).looks.of(id, begin);
      expect(runs.map(({ verdict, looks, from, until }) => [verdict, looks, from, until])).toEqual([
        ['healthy', 3, noon, after(3 * hourMs)],
        ['broken', 2, after(3 * hourMs), after(5 * hourMs)],
        ['healthy', 1, after(5 * hourMs), after(5 * hourMs)],
      ]);
    });

    test('tell nothing of a gap longer than two intervals', async () => {
      const store = await stage.open();
      const id = await watched(store);
      await look(store, id, noon);
      await look(store, id, after(2 * hourMs));
      await look(store, id, after(2 * hourMs + 2 * hourMs + 1));
      const { runs, changes } = await store.looks.of(id, begin);
      expect(runs.map(({ from, until }) => [from, until])).toEqual([
        [noon, after(2 * hourMs)],
        [after(4 * hourMs + 1), after(4 * hourMs + 1)],
      ]);
      expect(changes).toEqual([]);
    });

    test('of the same moment, or by a clock set back, change nothing that is known', async () => {
      const store = await stage.open();
      const id = await watched(store);
      await look(store, id, noon);
      await look(store, id, after(hourMs));
      const { runs } = await store.looks.of(id, begin);
      await look(store, id, after(hourMs), down);
      await look(store, id, after(hourMs / 2), down);
      expect((await store.looks.of(id, begin)).runs).toEqual(runs);
      // A clock that was a year ahead does not blind us for a year.
      await look(store, id, after(365 * dayMs), down);
      await look(store, id, after(2 * hourMs));
      const later = (await store.looks.of(id, begin)).runs;
      expect(later.map(({ verdict, looks }) => [verdict, looks])).toEqual([
        ['healthy', 3],
        ['broken', 1],
      ]);
    });

    test('say what changed, and held against the last sound one', async () => {
      const store = await stage.open();
      const id = await watched(store);
      const renewed = certificateEnding(90 * dayMs, 'cd'.repeat(32));
      await look(store, id, noon);
      await look(store, id, after(hourMs), blind);
      await look(store, id, after(2 * hourMs));
      await look(store, id, after(3 * hourMs), { ...down, certificate: renewed });
      const { changes } = await store.looks.of(id, begin);
      const before = certificateEnding(60 * dayMs);
      expect(changes).toEqual([
        {
          at: after(3 * hourMs),
          what: 'verdict',
          before: { verdict: 'healthy', rootCause: null, reason: null },
          now: { verdict: 'broken', rootCause: 'tcp/refused', reason: 'refuses' },
        },
        {
          at: after(3 * hourMs),
          what: 'certificate',
          before: { fingerprint256: before.fingerprint256, notAfter: before.notAfter, issuer: before.issuer },
          now: { fingerprint256: renewed.fingerprint256, notAfter: renewed.notAfter, issuer: renewed.issuer },
        },
      ]);
    });

    test('become totals of days that say the same, in whatever steps and however often', async () => {
      const store = await stage.open();
      const ids = [
        await watched(store),
        await watched(store, 'b.example'),
        await watched(store, 'c.example'),
      ];
      const seen: Looked[] = [];
      for (let hour = 0; hour <= 10 * 24; hour += 1) {
        const state = hour % 31 === 0 ? down : hour % 17 === 0 ? blind : {};
        if (hour % 41 < 38) seen.push(...ids.map((id): Looked => [id, after(hour * hourMs), state]));
      }
      await lookAll(store, seen);
      const [id = ''] = ids;
      const { runs } = await store.looks.of(id, begin);
      const whole = sumOf(totalsByDay(runs, begin, after(20 * dayMs)).values());
      const other = await stage.open();
      for (const days of [2, 2, 5, 9]) {
        const edge = after(days * dayMs, midnight);
        while ((await store.looks.rollUp(edge, 2)) + (await other.looks.rollUp(edge, 2)) > 0);
        const rolled = await store.looks.of(id, begin);
        const totals = unpackDays(rolled.days, 0);
        expect(Math.max(...totals.keys())).toBeLessThan(edge.getTime() / dayMs);
        expect(
          rolled.runs.every(({ from, until }) => from >= edge || from.getTime() === until.getTime()),
        ).toBe(true);
        const rest = totalsByDay(rolled.runs, begin, after(20 * dayMs));
        expect(sumOf([...totals.values(), ...rest.values()])).toEqual(whole);
      }
      expect((await store.looks.all(begin)).size).toBe(3);
    });

    test('of a day that was rolled up count once, even by a clock that was set back', async () => {
      const store = await stage.open();
      const id = await watched(store);
      const hours = Array.from({ length: 49 }, (_, hour) => after(hour * hourMs));
      for (const at of hours) await look(store, id, at);
      await store.looks.rollUp(midnight, 10);
      const { days } = await store.looks.of(id, begin);
      expect(days).toMatchObject([{ days: 1, spent: { healthy: 12 * hourMs } }]);
      for (const at of hours) await look(store, id, after(-hourMs / 2, at), down);
      await store.looks.rollUp(midnight, 10);
      expect((await store.looks.of(id, begin)).days).toEqual(days);
    });

    test('alike for many days are one row, and what is too old is forgotten', async () => {
      const store = await stage.open();
      const id = await watched(store);
      const hours = Array.from({ length: 30 * 24 + 13 }, (_, at) => after((at - 12) * hourMs));
      await lookAll(
        store,
        hours.map((at): Looked => [id, at]),
      );
      const first = after(-12 * hourMs).getTime() / dayMs;
      while ((await store.looks.rollUp(after(29 * dayMs, midnight), 10)) > 0);
      expect((await store.looks.of(id, begin)).days).toMatchObject([{ day: first, days: 30 }]);
      await store.looks.prune(startOfDay(first + 7));
      expect((await store.looks.of(id, begin)).days).toMatchObject([{ day: first + 7, days: 23 }]);
      await store.looks.prune(startOfDay(first + 100));
      expect((await store.looks.of(id, begin)).days).toEqual([]);
    });

    test('go with their endpoint, and nothing is kept of one that is gone', async () => {
      const store = await stage.open();
      const id = await watched(store);
      await look(store, id, noon);
      await look(store, id, after(hourMs), down);
      await store.endpoints.remove(id);
      await look(store, id, after(2 * hourMs));
      expect(await store.looks.of(id, begin)).toEqual({ runs: [], days: [], changes: [], latency: [] });
      expect((await store.looks.all(begin)).size).toBe(0);
    });
  });
}
