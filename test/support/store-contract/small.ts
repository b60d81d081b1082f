import { describe, expect, test } from 'vitest';
import { date, text } from '../../../src/core/message.ts';
import { after, dayMs, messageSaying, noon, ops } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

export function smallStoreContract(stage: ContractStage): void {
  describe('digests', () => {
    test('one schedule per place, a thread being a place of its own', async () => {
      const store = await stage.open();
      const daily = { place: ops, cron: '0 9 * * 1-5', zone: 'Europe/Berlin', setBy: 'Alice' };
      const threaded = { ...daily, place: { ...ops, thread: '1.2' }, cron: '0 10 * * *' };
      await store.digests.set(daily);
      await store.digests.set(threaded);
      await store.digests.set({ ...daily, cron: '30 7 * * *' });
      expect(await store.digests.get(ops)).toEqual({ ...daily, cron: '30 7 * * *' });
      expect(await store.digests.list()).toEqual([{ ...daily, cron: '30 7 * * *' }, threaded]);
      expect(await store.digests.remove(ops)).toBe(true);
      expect(await store.digests.remove(ops)).toBe(false);
      expect(await store.digests.get(ops)).toBeNull();
      expect(await store.digests.list()).toEqual([threaded]);
    });
  });

  describe('feed', () => {
    test('gives the newest of those after an id, newest last', async () => {
      const store = await stage.open();
      const ids: number[] = [];
      for (const n of [1, 2, 3, 4]) ids.push(await store.feed.append(messageSaying(`m${n}`), after(n)));
      expect(ids).toEqual(ids.toSorted((one, other) => one - other));
      const said = async (afterId: number, limit: number) =>
        (await store.feed.list(afterId, limit)).map((item) => item.message.summary);
      expect(await said(0, 10)).toEqual(['m1', 'm2', 'm3', 'm4']);
      expect(await said(0, 2)).toEqual(['m3', 'm4']);
      expect(await said(ids[2] ?? 0, 10)).toEqual(['m4']);
      expect(await said(ids[3] ?? 0, 10)).toEqual([]);
    });

    test('keeps the dates inside a message', async () => {
      const store = await stage.open();
      const message = { ...messageSaying('m'), title: [text('ends '), date(after(5), 'both')] };
      await store.feed.append(message, noon);
      expect(await store.feed.list(0, 1)).toEqual([
        { id: expect.any(Number), at: noon, message, under: null, revision: expect.any(Number) },
      ]);
    });

    test('keeps when what a rung shows ends', async () => {
      const store = await stage.open();
      const rung = { mark: 'good', label: 'Certificate', value: 'from R11', elapsedMs: 5 } as const;
      const ladder = { kind: 'ladder', rungs: [{ ...rung, until: after(dayMs) }, rung] } as const;
      const message = { ...messageSaying('m'), blocks: [ladder], details: { blocks: [ladder] } };
      await store.feed.append(message, noon);
      expect((await store.feed.list(0, 1))[0]?.message).toEqual(message);
    });

    test('rewrites an item and keeps what stands under it', async () => {
      const store = await stage.open();
      const head = await store.feed.append(messageSaying('broken'), noon);
      await store.feed.append(messageSaying('somebody is on it'), after(1), head);
      expect(await store.feed.replace(head, messageSaying('all is well'))).toBe(true);
      expect(await store.feed.replace(head + 99, messageSaying('nothing'))).toBe(false);
      const items = await store.feed.list(0, 10);
      // The latest change stands last, for pages that are open.
      expect(items.map(({ message, under }) => [message.summary, under])).toEqual([
        ['somebody is on it', head],
        ['all is well', null],
      ]);
      const [event] = items;
      const changed = await store.feed.list(event?.revision ?? 0, 10);
      expect(changed.map(({ id }) => id)).toEqual([head]);
      const next = await store.feed.append(messageSaying('another'), after(2));
      expect((await store.feed.list(changed[0]?.revision ?? 0, 10)).map(({ id }) => id)).toEqual([next]);
    });

    test('keeps pictures to the byte', async () => {
      const store = await stage.open();
      const bytes = new Uint8Array(256).map((_, at) => at);
      const pictures = [{ name: 'timeline.png', bytes, alternative: 'two certificates' }];
      await store.feed.append({ ...messageSaying('digest'), pictures }, noon);
      expect((await store.feed.list(0, 1))[0]?.message.pictures).toEqual(pictures);
    });
  });

  describe('actions', () => {
    test('are remembered by id', async () => {
      const store = await stage.open();
      expect(await store.actions.recall('a1')).toBeNull();
      await store.actions.remember('a1', '{"command":"check"}');
      await store.actions.remember('a1', '{"command":"cert"}');
      expect(await (await stage.open()).actions.recall('a1')).toBe('{"command":"cert"}');
    });
  });

  describe('details', () => {
    test('are found by their id, with their dates, until they are old', async () => {
      const store = await stage.open();
      const details = { ...messageSaying('closer'), title: [text('ends '), date(after(5), 'both')] };
      const nested = {
        ...details,
        details: { blocks: [{ kind: 'note' as const, inlines: [date(after(7))] }] },
      };
      await store.details.keep('one', details, noon);
      await store.details.keep('two', nested, after(1));
      expect(await store.details.find('one')).toEqual(details);
      expect(await store.details.find('two')).toEqual(nested);
      expect(await store.details.find('three')).toBeNull();
      await store.details.keep('one', messageSaying('once more'), after(2));
      expect((await store.details.find('one'))?.summary).toBe('once more');
      expect(await store.details.prune(after(2))).toBe(1);
      expect(await store.details.find('two')).toBeNull();
      expect(await store.details.find('one')).not.toBeNull();
    });
  });

  describe('slots', () => {
    test('a slot is claimed once per job', async () => {
      const store = await stage.open();
      expect(await store.slots.latest('sweep')).toBeNull();
      expect(await store.slots.claim('sweep', noon, noon)).toBe(true);
      expect(await store.slots.claim('sweep', noon, after(1))).toBe(false);
      expect(await store.slots.claim('digest', noon, noon)).toBe(true);
      expect(await store.slots.claim('sweep', after(-1000), noon)).toBe(true);
      expect(await store.slots.latest('sweep')).toEqual(noon);
      expect(await store.slots.isClaimed('sweep', noon)).toBe(true);
      expect(await store.slots.isClaimed('sweep', after(1))).toBe(false);
      expect(await store.slots.isClaimed('digest', after(-1000))).toBe(false);
    });

    test('the last slots are remembered though a clock leapt ahead of them by a year, and no more than those', async () => {
      const store = await stage.open();
      for (let day = 0; day < 40; day++) await store.slots.claim('digest', after(day * dayMs), noon);
      expect(await store.slots.claim('digest', after(365 * dayMs), noon)).toBe(true);
      const isClaimed = (day: number) => store.slots.isClaimed('digest', after(day * dayMs));
      expect(await Promise.all([39, 20, 9, 8, 0].map(isClaimed))).toEqual([true, true, true, false, false]);
      expect(await store.slots.claim('other', after(365 * dayMs), noon)).toBe(true);
      expect(await isClaimed(39)).toBe(true);
    });

    test('slots of the last week are remembered however many follow', async () => {
      const store = await stage.open();
      for (let day = 0; day <= 10; day++) await store.slots.claim('sweep', after(day * dayMs), noon);
      expect(await store.slots.claim('sweep', after(3 * dayMs), noon)).toBe(false);
      expect(await store.slots.latest('sweep')).toEqual(after(10 * dayMs));
    });
  });
}
