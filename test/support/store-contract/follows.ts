import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../../src/core/target.ts';
import { type Follow, followLimits } from '../../../src/core/watch/follow.ts';
import { newFollow } from '../../../src/monitor/follow/new-follow.ts';
import { after, alice, bob, dayMs, noon, notificationOf, ops } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

export function followOf(id: string, typed = `${id}.example.com`, change: Partial<Follow> = {}): Follow {
  const asked = { target: parseTarget(typed), place: ops, by: alice, everyMs: 15_000, forMs: 1_800_000 };
  return { ...newFollow(asked, id, noon), ...change };
}

export function followContract(stage: ContractStage): void {
  describe('follows', () => {
    test('come back as they were saved, dates and all, a version later', async () => {
      const store = await stage.open();
      const follow = followOf('f1', 'https://pay.example.com/health?at=2026-09-21T12:00:00.000Z');
      const seen: Follow = {
        ...follow,
        version: 1,
        nextAt: after(15_000),
        course: {
          ...follow.course,
          lastLookAt: noon,
          state: {
            verdict: 'broken',
            since: noon,
            cause: {
              id: 'tcp/refused',
              layer: 'tcp',
              title: '2026-09-21T12:00:00.000Z',
              fix: '',
              reproduce: null,
            },
            layers: { dns: 'good', tcp: 'bad' },
            snapshot: { at: noon, parts: { addresses: { values: ['192.0.2.7'], partial: false, at: noon } } },
          },
          told: [{ at: noon, notes: [{ kind: 'gap', from: after(-dayMs) }] }],
          saidAt: [noon],
        },
      };
      expect(await store.follows.start(follow, [], noon)).toBe('started');
      expect(await store.follows.find('f1')).toEqual({ ...follow, version: 1 });
      expect(await store.follows.save(seen, [], noon)).toBe(true);
      expect(await (await stage.open()).follows.find('f1')).toEqual({ ...seen, version: 2 });
      expect(await store.follows.find('f2')).toBeNull();
    });

    test('of two writers the later one has to read again, and says nothing', async () => {
      const store = await stage.open();
      await store.follows.start(followOf('f1'), [], noon);
      const read = { ...followOf('f1'), version: 1 };
      expect(await store.follows.save(read, [notificationOf('one')], noon)).toBe(true);
      expect(await store.follows.save(read, [notificationOf('two')], noon)).toBe(false);
      const queued = await store.outbox.claim(noon, 10, 1000);
      expect(queued.map(({ key }) => key)).toEqual(['one']);
    });

    test('begin with what is to be said, once per target and place, and only so many', async () => {
      const store = await stage.open();
      const say = notificationOf('head');
      expect(await store.follows.start(followOf('f0'), [say], noon)).toBe('started');
      expect(await store.follows.start(followOf('f1', 'f0.example.com'), [notificationOf('no')], noon)).toBe(
        'same',
      );
      const elsewhere = { place: { ...ops, channel: 'C0DEV' }, by: bob };
      expect(await store.follows.start(followOf('f2', 'f0.example.com', elsewhere), [], noon)).toBe(
        'started',
      );
      for (let n = 1; n < followLimits.perPlace; n++) {
        expect(await store.follows.start(followOf(`p${n}`), [], noon)).toBe('started');
      }
      expect(await store.follows.start(followOf('full'), [], noon)).toBe('place-full');
      expect((await store.follows.running(ops)).map(({ id }) => id)).toEqual(['f0', 'p1', 'p2', 'p3', 'p4']);
      for (let n = followLimits.perPlace + 1; n < followLimits.all; n++) {
        const by = { ...alice, id: `U${n % 4}` };
        const place = { ...ops, channel: `C${n}` };
        const following = followOf(`a${n}`, undefined, { place, by });
        expect(await store.follows.start(following, [], noon)).toBe('started');
      }
      expect(
        await store.follows.start(
          followOf('more', undefined, { place: { ...ops, channel: 'X' }, by: bob }),
          [],
          noon,
        ),
      ).toBe('full');
      expect((await store.outbox.claim(noon, 10, 1000)).map(({ key }) => key)).toEqual(['head']);
      expect(await store.follows.running(null)).toHaveLength(followLimits.all);
    });

    test('of one person are only so many, wherever they are, until one of them ends', async () => {
      const store = await stage.open();
      const begin = (n: number, by = alice) => {
        const follow = followOf(`p${n}`, undefined, { place: { ...ops, channel: `C${n}` }, by });
        return store.follows.start(follow, [], noon);
      };
      for (let n = 0; n < followLimits.perPerson; n++) expect(await begin(n)).toBe('started');
      expect(await begin(7)).toBe('person-full');
      expect(await begin(8, bob)).toBe('started');
      const first = await store.follows.find('p0');
      if (first === null) throw new Error('p0 is gone');
      await store.follows.save({ ...first, ended: { at: noon, why: 'stopped', by: bob } }, [], noon);
      expect(await begin(7)).toBe('started');
    });

    test('are leased, so that two processes never look at one at a time', async () => {
      const store = await stage.open();
      const other = await stage.open();
      await store.follows.start(followOf('f1'), [], noon);
      await store.follows.start(followOf('f2', undefined, { nextAt: after(5000) }), [], noon);
      const ids = async (from: typeof store, ms: number) =>
        (await from.follows.claim(after(ms), 10, 1000)).map(({ id }) => id);
      expect(await store.follows.nextDue()).toEqual(noon);
      expect(await ids(store, 0)).toEqual(['f1']);
      expect(await ids(other, 0)).toEqual([]);
      expect(await store.follows.nextDue()).toEqual(after(1000));
      expect(await ids(other, 1000)).toEqual(['f1']);
      await other.follows.release('f1');
      expect(await ids(store, 1001)).toEqual(['f1']);
      await store.follows.save({ ...followOf('f1'), version: 1, nextAt: after(9000) }, [], noon);
      expect(await ids(store, 5000)).toEqual(['f2']);
    });

    test('are looked at though the clock was moved back', async () => {
      const store = await stage.open();
      await store.follows.start(followOf('f1', undefined, { nextAt: after(dayMs) }), [], noon);
      expect(await store.follows.claim(noon, 10, 1000)).toHaveLength(1);
      expect(await store.follows.claim(after(-dayMs), 10, 1000)).toHaveLength(1);
    });

    test('that ended are found for a month and are no longer run', async () => {
      const store = await stage.open();
      await store.follows.start(followOf('f1'), [], noon);
      const ended = {
        ...followOf('f1'),
        version: 1,
        ended: { at: noon, why: 'stopped' as const, by: alice },
      };
      await store.follows.save(ended, [], noon);
      expect(await store.follows.running(null)).toEqual([]);
      expect(await store.follows.nextDue()).toBeNull();
      expect(await store.follows.claim(after(dayMs), 10, 1000)).toEqual([]);
      expect(await store.follows.start(followOf('f2', 'f1.example.com'), [], after(29 * dayMs))).toBe(
        'started',
      );
      expect(await store.follows.find('f1')).toEqual({ ...ended, version: 2 });
      await store.follows.start(followOf('f3'), [], after(31 * dayMs));
      expect(await store.follows.find('f1')).toBeNull();
    });
  });
}
