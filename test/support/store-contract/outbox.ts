import { describe, expect, test } from 'vitest';
import { code, date, type Message, paragraph, text } from '../../../src/core/message.ts';
import type { Store } from '../../../src/core/store/store.ts';
import { after, alice, bob, newEndpoint, noon, notificationOf, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';
import { incidentOf } from './incidents.ts';

const leaseMs = 60_000;
const elsewhere = { kind: 'place', place: { platform: 'discord', channel: '42' } } as const;
const sent = { kind: 'sent', reference: 'r1' } as const;

export function outboxContract(stage: ContractStage): void {
  describe('outbox', () => {
    test('a notification comes back as it was queued, dates as dates, without its record', async () => {
      const store = await stage.open();
      const message: Message = {
        tone: 'bad',
        title: [text('<!channel> @everyone'), date(after(5), 'both')],
        blocks: [
          paragraph(code('x\u0000y'), { kind: 'mention', who: alice }),
          { kind: 'list', items: [[date(after(7), 'relative')]] },
        ],
        buttons: [{ label: 'Go', command: 'digest', values: { kind: 'date', at: '09:00' } }],
        summary: 'said',
      };
      const given = notificationOf('k', { to: { kind: 'person', who: bob }, message, fallback: [alice] });
      await store.outbox.queue([{ ...given, message: { ...message, record: { secret: 1n } } }], noon);
      const [claimed] = await store.outbox.claim(after(1), 5, leaseMs);
      expect(claimed).toEqual({
        ...given,
        head: null,
        attempts: 1,
        queuedAt: noon,
        nextAttemptAt: after(1 + leaseMs),
      });
    });

    test('an event is kept for a webhook, and for nobody else', async () => {
      const store = await stage.open();
      const event = {
        type: 'alarm.opened',
        at: after(5),
        data: { alarm: { id: 'a\u0000b', names: ['x'], none: null, count: 2 } },
        about: { places: [], endpointIds: [] },
      } as const;
      const hook = { kind: 'place', place: { platform: 'webhook', channel: 'default' } } as const;
      await store.outbox.queue(
        [notificationOf('here', { event }), notificationOf('there', { event, to: hook })],
        noon,
      );
      const claimed = await store.outbox.claim(after(1), 5, leaseMs);
      expect(claimed.map((one) => [one.key, one.event])).toEqual([
        ['here', undefined],
        ['there', event],
      ]);
      await store.outbox.settle('there', sent, after(2), after(2));
      expect(await store.outbox.fate('there')).toEqual({ kind: 'sent', at: after(2) });
      expect(await store.outbox.tell('nobody', event, noon)).toBe(0);
    });

    test('what a clock that ran ahead left is due once it was set back, and leased as ever', async () => {
      const store = await stage.open();
      const hour = 3_600_000;
      const there = (channel: string) => ({ kind: 'place', place: { platform: 'slack', channel } }) as const;
      await store.outbox.queue([notificationOf('new', { to: there('C1') })], after(5 * hour));
      await store.outbox.queue([notificationOf('tried', { to: there('C2') })], noon);
      const late = { kind: 'retry', afterMs: null, reason: 'busy' } as const;
      await store.outbox.settle('tried', late, after(30 * hour), after(30 * hour));
      const keys = async (at: Date) => (await store.outbox.claim(at, 9, leaseMs)).map(({ key }) => key);
      expect(await keys(after(1000))).toEqual(['new', 'tried']);
      expect(await keys(after(1000))).toEqual([]);
      expect(await keys(after(1000 + leaseMs))).toEqual(['new', 'tried']);
    });

    test('says how many wait and how many were refused, by platform, and when one was sent last', async () => {
      const store = await stage.open();
      expect(await store.outbox.tally()).toEqual([]);
      expect(await store.outbox.lastSent('digest:')).toBeNull();
      const slack = { kind: 'place', place: { platform: 'slack', channel: 'C1' } } as const;
      const keys = ['digest:one', 'digest:two', 'digesu', 'waits'];
      for (const [n, key] of keys.entries()) {
        await store.outbox.queue([notificationOf(key, { to: slack })], after(n));
      }
      await store.outbox.queue([notificationOf('lost', { to: elsewhere })], after(9));
      await store.outbox.settle('digest:one', sent, after(20), after(20));
      await store.outbox.settle('digest:two', sent, after(30), after(30));
      await store.outbox.settle('digesu', sent, after(40), after(40));
      const refused = { kind: 'refused', reason: 'gone' } as const;
      await store.outbox.settle('lost', refused, after(50), after(50));
      expect(await store.outbox.tally()).toEqual([
        { platform: 'discord', state: 'refused', count: 1, oldestAt: after(9) },
        { platform: 'slack', state: 'queued', count: 1, oldestAt: after(3) },
      ]);
      expect(await store.outbox.lastSent('digest:')).toEqual(after(30));
    });

    test('what was settled long ago is forgotten, but for what belongs to alarms that are kept', async () => {
      const store = await stage.open();
      const day = (days: number) => after(days * 86_400_000);
      const open = incidentOf('kept');
      const over = incidentOf('over', { problem: 'revoked', state: 'revoked' });
      expect(await store.incidents.save([open, over], [], noon)).toBe(true);
      const heads = ['alarm:kept:open', 'alarm:over:open', 'alarm:unknown:open'];
      const conversation = (key: string) => ({ id: key.split(':')[1] ?? '', act: 'open' as const });
      await store.outbox.queue(
        heads.map((key, at) =>
          notificationOf(key, {
            to: { kind: 'place', place: { platform: 'slack', channel: `C${at}` } },
            conversation: conversation(key),
          }),
        ),
        noon,
      );
      for (const key of heads) await store.outbox.settle(key, sent, noon, noon);
      await store.outbox.queue(
        ['a', 'b'].map((key) => notificationOf(key)),
        noon,
      );
      await store.outbox.settle('a', { kind: 'refused', reason: 'gone' }, day(1), noon);
      await store.incidents.save([{ ...over, version: 1, endedAt: day(1), end: 'recovered' }], [], day(1));
      expect(await store.incidents.prune(day(1))).toBe(0);
      expect(await store.outbox.prune(day(1))).toBe(1);
      expect(await store.incidents.prune(day(2))).toBe(1);
      expect(await store.outbox.prune(day(2))).toBe(2);
      expect(await store.incidents.find('over')).toBeNull();
      const fates = await Promise.all([...heads, 'a', 'b'].map((key) => store.outbox.fate(key)));
      expect(fates.map((fate) => fate?.kind ?? null)).toEqual(['sent', null, null, null, 'queued']);
      // Its head is known still.
      await store.outbox.settle('b', sent, day(2), day(2));
      const more = {
        ...notificationOf('alarm:kept:more'),
        conversation: { id: 'kept', act: 'reply' as const },
      };
      await store.outbox.queue([more], day(2));
      expect(await store.outbox.claim(day(2), 5, leaseMs)).toMatchObject([{ head: 'r1' }]);
    });

    test('a key is queued once in its life, settled or not', async () => {
      const store = await stage.open();
      const two = [notificationOf('a'), notificationOf('b')];
      expect(await store.outbox.queue(two, noon)).toBe(2);
      expect(await store.outbox.queue([notificationOf('b'), notificationOf('c')], noon)).toBe(1);
      await store.outbox.settle('a', sent, noon, noon);
      await store.outbox.settle('b', { kind: 'refused', reason: 'gone' }, noon, noon);
      expect(await store.outbox.queue(two, noon)).toBe(0);
      expect(await store.outbox.queue([], noon)).toBe(0);
    });

    test('within a place one at a time, in the order of queueing; places do not wait for each other', async () => {
      const store = await stage.open();
      await store.outbox.queue(
        ['a', 'b', 'c'].map((key) => notificationOf(key)),
        noon,
      );
      await store.outbox.queue([notificationOf('x', { to: elsewhere })], noon);
      expect(await claimedKeys(store, noon)).toEqual(['a', 'x']);
      expect(await claimedKeys(store, noon)).toEqual([]);
      await store.outbox.settle('a', sent, noon, noon);
      expect(await claimedKeys(store, noon)).toEqual(['b']);
      // A retry keeps its turn: the next one still waits.
      await store.outbox.settle('b', { kind: 'retry', afterMs: null, reason: '503' }, noon, after(5000));
      expect(await claimedKeys(store, after(4999))).toEqual([]);
      expect(await claimedKeys(store, after(5000))).toEqual(['b']);
      await store.outbox.settle('b', { kind: 'refused', reason: 'gone' }, after(5000), noon);
      expect(await claimedKeys(store, after(5000))).toEqual(['c']);
    });

    test('a lease that ran out gives the notification back, one attempt older', async () => {
      const store = await stage.open();
      await store.outbox.queue([notificationOf('a')], noon);
      await store.outbox.claim(noon, 1, leaseMs);
      expect(await store.outbox.claim(after(leaseMs - 1), 1, leaseMs)).toEqual([]);
      const [again] = await store.outbox.claim(after(leaseMs), 1, leaseMs);
      expect(again).toMatchObject({ key: 'a', attempts: 2 });
    });

    test('what is settled stays settled', async () => {
      const store = await stage.open();
      await store.outbox.queue([notificationOf('a')], noon);
      await store.outbox.settle('a', sent, noon, noon);
      await store.outbox.settle('a', { kind: 'retry', afterMs: 0, reason: 'late' }, noon, noon);
      await store.outbox.settle('nobody', sent, noon, noon);
      expect(await claimedKeys(store, after(leaseMs))).toEqual([]);
    });

    test('two handles of one process wait for each other instead of failing', async () => {
      const stores = [await stage.open(), await stage.open()];
      const queued = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          stores[n % 2]?.outbox.queue([notificationOf(`k${n % 30}`)], noon),
        ),
      );
      expect(queued.reduce((sum, count) => (sum ?? 0) + (count ?? 0))).toBe(30);
      // A look reads before it writes: it must not find that the other wrote in between.
      const id = (await stores[0]?.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          stores[n % 2]?.endpoints.recordLook(sightingOf(id, { at: after(n) }), [], noon),
        ),
      );
      expect((await stores[0]?.endpoints.sighting(id))?.at).toEqual(after(19));
    });

    test('claims no more than asked, oldest first', async () => {
      const store = await stage.open();
      const many = [1, 2, 3, 4].map((n) =>
        notificationOf(`k${n}`, { to: { kind: 'place', place: { platform: 'slack', channel: `C${n}` } } }),
      );
      await store.outbox.queue(many, noon);
      expect(await claimedKeys(store, noon, 2)).toEqual(['k1', 'k2']);
      expect(await claimedKeys(store, noon, 9)).toEqual(['k3', 'k4']);
    });

    test('leaves to others what is for platforms one does not have', async () => {
      const store = await stage.open();
      await store.outbox.queue([notificationOf('s'), notificationOf('d', { to: elsewhere })], noon);
      expect(await store.outbox.nextDue(['console'])).toBeNull();
      const mine = await store.outbox.claim(noon, 9, leaseMs, ['discord']);
      expect(mine.map((notification) => notification.key)).toEqual(['d']);
      expect(await store.outbox.claim(noon, 9, leaseMs, [])).toEqual([]);
    });

    test('what became of each is known: waiting, sent or refused, and why', async () => {
      const store = await stage.open();
      expect(await store.outbox.fate('a')).toBeNull();
      await store.outbox.queue([notificationOf('a'), notificationOf('b', { to: elsewhere })], noon);
      expect(await store.outbox.fate('a')).toEqual({ kind: 'queued', at: noon, reason: null });
      await store.outbox.settle('a', { kind: 'retry', afterMs: null, reason: '503' }, after(1), after(9));
      expect(await store.outbox.fate('a')).toEqual({ kind: 'queued', at: noon, reason: '503' });
      await store.outbox.settle('a', sent, after(2), noon);
      await store.outbox.settle('b', { kind: 'refused', reason: 'gone' }, after(3), noon);
      expect(await (await stage.open()).outbox.fate('a')).toEqual({ kind: 'sent', at: after(2) });
      expect(await store.outbox.fate('b')).toEqual({ kind: 'refused', at: after(3), reason: 'gone' });
    });

    test('nextDue is when the first of any place may go: never one that waits for its turn', async () => {
      const store = await stage.open();
      expect(await store.outbox.nextDue()).toBeNull();
      await store.outbox.queue([notificationOf('a')], noon);
      await store.outbox.queue([notificationOf('b')], after(1));
      expect(await store.outbox.nextDue()).toEqual(noon);
      await store.outbox.claim(noon, 9, leaseMs);
      expect(await store.outbox.nextDue()).toEqual(after(leaseMs));
      await store.outbox.settle('a', sent, noon, noon);
      expect(await store.outbox.nextDue()).toEqual(after(1));
    });
  });
}

async function claimedKeys(store: Store, now: Date, limit = 10): Promise<readonly string[]> {
  const claimed = await store.outbox.claim(now, limit, leaseMs);
  return claimed.map((notification) => notification.key);
}
