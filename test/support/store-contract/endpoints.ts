import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../../src/core/target.ts';
import type { Sighting } from '../../../src/core/watch/endpoint.ts';
import {
  after,
  alice,
  bob,
  certificateEnding,
  dayMs,
  newEndpoint,
  noon,
  notificationOf,
  oncall,
  ops,
  sightingOf,
} from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

export function endpointContract(stage: ContractStage): void {
  describe('endpoints', () => {
    test('an endpoint comes back as it was given, also to another handle', async () => {
      const store = await stage.open();
      const given = newEndpoint('https://pay.example.com:8443/health?x=1', {
        target: parseTarget('https://pay.example.com:8443/health?x=1', '2001:db8::7'),
        home: { platform: 'slack', channel: 'C1', thread: '17.5' },
        owners: [oncall, alice],
        labels: { team: 'payments', ключ: "'; drop table endpoints; --" },
      });
      const added = await store.endpoints.add(given, noon);
      expect(added).toMatchObject({ ...given, addedAt: noon });
      const other = await stage.open();
      expect(await other.endpoints.find(given.target)).toEqual(added);
      expect(await other.endpoints.count()).toBe(1);
    });

    test.each([
      'example.org',
      'tls://[2001:db8::1]:853',
      'tcp://192.0.2.7:22',
      'http://bücher.example/ä?q=%20',
    ])('the target %s survives', async (typed) => {
      const store = await stage.open();
      const added = await store.endpoints.add(newEndpoint(typed), noon);
      expect(added?.target).toEqual(parseTarget(typed));
    });

    test('a look with a client certificate is an endpoint of its own, and keeps its name', async () => {
      const store = await stage.open();
      const shown = parseTarget('https://a.example/x?y=1', null, 'payments');
      expect(await store.endpoints.add(newEndpoint('https://a.example/x?y=1'), noon)).not.toBeNull();
      expect((await store.endpoints.add(newEndpoint('a.example', { target: shown }), noon))?.target).toEqual(
        shown,
      );
      expect(await store.endpoints.add(newEndpoint('a.example', { target: shown }), noon)).toBeNull();
      expect((await store.endpoints.find(shown))?.target).toEqual(shown);
      expect(await store.endpoints.count()).toBe(2);
    });

    test('the same target is watched once; another address of it is another endpoint', async () => {
      const store = await stage.open();
      expect(await store.endpoints.add(newEndpoint('a.example'), noon)).not.toBeNull();
      expect(await store.endpoints.add(newEndpoint('https://A.example:443/'), noon)).toBeNull();
      const pinned = newEndpoint('a.example', { target: parseTarget('a.example', '192.0.2.7') });
      expect(await store.endpoints.add(pinned, noon)).not.toBeNull();
      expect(await store.endpoints.find(parseTarget('a.example', '192.0.2.8'))).toBeNull();
      expect(await store.endpoints.count()).toBe(2);
    });

    test('what is typed finds targets that hold it, first those that begin with it', async () => {
      const store = await stage.open();
      for (const typed of [
        'pay.example',
        'api.pay.example:8443',
        'tls://payroll.example',
        'https://shop.example/100%25_off',
      ]) {
        await store.endpoints.add(newEndpoint(typed), noon);
      }
      const matching = async (typed: string, limit = 10) =>
        (await store.endpoints.matching(typed, limit)).map(({ target }) => target.host);
      expect(await matching('PAY')).toEqual(['pay.example', 'payroll.example', 'api.pay.example']);
      expect(await matching('pay', 2)).toEqual(['pay.example', 'payroll.example']);
      expect(await matching('p_y')).toEqual([]);
      expect(await matching('100%')).toEqual(['shop.example']);
      expect(await matching('100_')).toEqual([]);
      expect(await matching('')).toHaveLength(4);
      expect(await matching("'; drop table endpoints; --")).toEqual([]);
    });

    test('a change touches what it names and nothing else', async () => {
      const store = await stage.open();
      const added = await store.endpoints.add(newEndpoint('a.example', { labels: { team: 'x' } }), noon);
      const id = added?.id ?? '';
      expect(await store.endpoints.change(id, { owners: [bob] })).toEqual({ ...added, owners: [bob] });
      expect(await store.endpoints.change(id, {})).toEqual({ ...added, owners: [bob] });
      expect(await store.endpoints.change('nobody', { owners: [] })).toBeNull();
    });

    test('who is muted is so to another handle, keeps the rest, and has to be judged again', async () => {
      const store = await stage.open();
      const ids: string[] = [];
      for (const host of ['a.example', 'b.example', 'c.example']) {
        const { id = '' } = (await store.endpoints.add(newEndpoint(host), noon)) ?? {};
        await store.endpoints.recordLook(sightingOf(id), [], noon);
        ids.push(id);
      }
      await store.endpoints.setTurns(ids.map((endpointId) => ({ endpointId, at: null, lookedAt: noon })));
      const [first = '', second = '', third = ''] = ids;
      const muted = { until: after(dayMs), by: bob, at: noon, reason: "it's; new" };
      const changed = await store.endpoints.changeAll([first, second, 'nobody'], { muted });
      expect(changed.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
      const other = await stage.open();
      const rows = new Map((await other.endpoints.rows(noon)).map((row) => [row.endpoint.id, row.endpoint]));
      expect(rows.get(first)).toMatchObject({ ...newEndpoint('a.example'), muted });
      expect(rows.get(second)?.muted).toEqual(muted);
      expect(rows.get(third)).not.toHaveProperty('muted');
      const turning = (await other.endpoints.turning(noon, 9)).map(({ endpoint }) => endpoint.id);
      expect(turning.toSorted()).toEqual([first, second].toSorted());
      await store.endpoints.change(first, { owners: [bob] });
      const over = { ...muted, until: after(1), endedBy: alice };
      expect(await store.endpoints.change(first, { muted: over })).toMatchObject({
        owners: [bob],
        muted: over,
      });
      expect(await store.endpoints.changeAll([], { muted })).toEqual([]);
    });

    test('removing an endpoint takes its sighting along', async () => {
      const store = await stage.open();
      const added = await store.endpoints.add(newEndpoint('a.example'), noon);
      const id = added?.id ?? '';
      await store.endpoints.recordLook(sightingOf(id), [], noon);
      expect(await store.endpoints.remove(id)).toBe(true);
      expect(await store.endpoints.remove(id)).toBe(false);
      expect(await store.endpoints.sighting(id)).toBeNull();
      expect(await store.endpoints.rows(noon)).toEqual([]);
    });

    test('batches walk every endpoint once, at most so many at a time', async () => {
      const store = await stage.open();
      for (let index = 0; index < 7; index++)
        await store.endpoints.add(newEndpoint(`h${index}.example`), noon);
      const sizes: number[] = [];
      const ids: string[] = [];
      for await (const batch of store.endpoints.batches(3)) {
        sizes.push(batch.length);
        ids.push(...batch.map((endpoint) => endpoint.id));
        // Removing and adding while walking must not derail the walk.
        await store.endpoints.remove(batch[0]?.id ?? '');
      }
      expect(sizes).toEqual([3, 3, 1]);
      expect(new Set(ids).size).toBe(7);
      expect(ids).toEqual(ids.toSorted());
    });
  });

  describe('sightings', () => {
    test('a look comes back whole, with and without a certificate', async () => {
      const store = await stage.open();
      const id = (await store.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      expect(await store.endpoints.sighting(id)).toBeNull();
      const blind = sightingOf(id, {
        verdict: 'broken',
        rootCause: 'dns/nxdomain',
        reason: 'The name does not exist',
        certificate: null,
        certificateSeenAt: null,
      });
      await store.endpoints.recordLook(blind, [], noon);
      expect(await store.endpoints.sighting(id)).toEqual(blind);
      const renewalWindow = { start: noon, end: after(1), source: 'Test CA', explanationUrl: null };
      const seeing = sightingOf(id, {
        at: after(1),
        certificate: { ...certificateEnding(60 * dayMs), renewalWindow },
      });
      await store.endpoints.recordLook(seeing, [], after(1));
      expect(await store.endpoints.sighting(id)).toEqual(seeing);
    });

    test('a look of a time to come gives way once the clock was set back', async () => {
      const store = await stage.open();
      const id = (await store.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      const ahead = sightingOf(id, { at: after(3_600_000), verdict: 'broken' });
      await store.endpoints.recordLook(ahead, [], after(3_600_000));
      await store.endpoints.recordLook(sightingOf(id), [], noon);
      expect(await store.endpoints.sighting(id)).toEqual(sightingOf(id));
    });

    test('of two looks the later stays, whichever is saved last', async () => {
      const store = await stage.open();
      const id = (await store.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      const later = sightingOf(id, { at: after(1000), verdict: 'degraded' });
      await store.endpoints.recordLook(later, [], noon);
      await store.endpoints.recordLook(sightingOf(id), [], noon);
      expect(await store.endpoints.sighting(id)).toEqual(later);
    });

    test('what a look adds is made of what others saved until then, one after the other', async () => {
      const store = await stage.open();
      const id = (await store.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      const counting = (known: Sighting | null) =>
        sightingOf(id, {
          at: after(1 + Number(known?.reason ?? 0)),
          reason: `${1 + Number(known?.reason ?? 0)}`,
        });
      const stores = [store, await stage.open()];
      await Promise.all(
        [1, 2, 3].flatMap(() => stores.map((one) => one.endpoints.addLook(id, counting, noon))),
      );
      const { kept, sighting } = await store.endpoints.addLook(id, counting, noon);
      expect([kept?.reason, sighting.reason]).toEqual(['6', '7']);
      expect(await store.endpoints.sighting(id)).toEqual(sighting);
      await store.endpoints.remove(id);
      await store.endpoints.addLook(id, counting, noon);
      expect(await store.endpoints.sighting(id)).toBeNull();
    });

    test('what was seen and what follows are saved both or neither', async () => {
      const store = await stage.open();
      const id = (await store.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      const good = notificationOf('ping:1', { endpointId: id });
      const unsayable = { ...notificationOf('ping:2'), key: undefined as unknown as string };
      await expect(store.endpoints.recordLook(sightingOf(id), [good, unsayable], noon)).rejects.toThrow();
      expect(await store.endpoints.sighting(id)).toBeNull();
      expect(await store.outbox.nextDue()).toBeNull();
      expect(await store.endpoints.recordLook(sightingOf(id), [good], noon)).toBe(1);
      expect(await store.endpoints.recordLook(sightingOf(id), [good], noon)).toBe(0);
    });

    test('an endpoint removed while it was looked at leaves nothing behind', async () => {
      const store = await stage.open();
      expect(await store.endpoints.recordLook(sightingOf('gone'), [notificationOf('ping')], noon)).toBe(0);
      expect(await store.outbox.nextDue()).toBeNull();
    });

    test('rows: soonest end first, never seen last, the state by the clock of who asks', async () => {
      const store = await stage.open();
      const ends: Record<string, number | null> = {
        late: 60 * dayMs,
        never: null,
        soon: 3 * dayMs,
        gone: -dayMs,
      };
      for (const [host, leftMs] of Object.entries(ends)) {
        const id = (await store.endpoints.add(newEndpoint(`${host}.example`), noon))?.id ?? '';
        if (leftMs === null) continue;
        const certificate = certificateEnding(leftMs);
        await store.endpoints.recordLook(sightingOf(id, { certificate }), [], noon);
      }
      const rows = await store.endpoints.rows(noon);
      expect(rows.map((row) => [row.endpoint.target.host, row.state])).toEqual([
        ['gone.example', 'expired'],
        ['soon.example', 'critical'],
        ['late.example', 'ok'],
        ['never.example', null],
      ]);
      const monthLater = await store.endpoints.rows(after(40 * dayMs));
      expect(monthLater.map((row) => row.state)).toEqual(['expired', 'expired', 'due', null]);
    });

    test('an alarm that did not arrive shows in its row until one does or the home moves', async () => {
      const store = await stage.open();
      const id = (await store.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      const undelivered = async (at: Date) => (await store.endpoints.rows(at))[0]?.undelivered;
      await store.endpoints.recordLook(sightingOf(id), [notificationOf('one', { endpointId: id })], noon);
      expect(await undelivered(after(60_000))).toBeNull();
      expect(await undelivered(after(900_000))).toEqual({
        at: noon,
        reason: 'still waiting to be sent: no bot is connected to slack',
      });
      await store.outbox.settle('one', { kind: 'refused', reason: 'channel is archived' }, after(5), noon);
      expect(await undelivered(after(6))).toEqual({ at: after(5), reason: 'channel is archived' });
      await store.endpoints.change(id, { home: { platform: 'slack', channel: 'C9' } });
      expect(await undelivered(after(7))).toBeNull();
      await store.endpoints.change(id, { home: ops });
      await store.outbox.queue([notificationOf('two', { endpointId: id })], after(8));
      await store.outbox.settle('two', { kind: 'sent', reference: '1' }, after(9), noon);
      // Somebody whose lease ran out, and who hears of it late.
      await store.outbox.settle('two', { kind: 'refused', reason: 'too late' }, after(9), noon);
      expect(await undelivered(after(10))).toBeNull();
    });
  });
}
