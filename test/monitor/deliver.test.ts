import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlatformName } from '../../src/core/people.ts';
import type { Notification, Send, SendOutcome } from '../../src/core/watch/notification.ts';
import { type Delivery, deliverDue } from '../../src/monitor/delivery/deliver.ts';
import { startDeliverer } from '../../src/monitor/delivery/deliverer.ts';
import {
  after,
  alice,
  bob,
  dayMs,
  newEndpoint,
  noon,
  notificationOf,
  oncall,
  ops,
} from '../support/store-fixtures.ts';
import { plainText, type WatchStage, watchStage } from '../support/watch-stage.ts';

const hourMs = 3_600_000;
let stage: WatchStage;
let answers: SendOutcome[];
let sent: Notification[];
beforeEach(async () => {
  stage = await watchStage();
  answers = [];
  sent = [];
});
afterEach(() => stage[Symbol.asyncDispose]());

/** Gives the prepared answers in turn, then accepts everything. */
const send: Send = async (notification) => {
  sent.push(notification);
  return answers.shift() ?? { kind: 'sent', reference: 'ok' };
};

function deliver(change: Partial<Delivery> = {}): Promise<number> {
  return deliverDue({ ...stage, sendTo: new Map([['slack', send]]), random: () => 1, ...change });
}

describe('delivery', () => {
  test('sends what is due, in order, once', async () => {
    await stage.store.outbox.queue(
      ['a', 'b', 'c'].map((key) => notificationOf(key)),
      noon,
    );
    expect(await deliver()).toBe(3);
    expect(sent.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(await deliver()).toBe(0);
  });

  test('after a 503 it tries again ever later, and keeps the order', async () => {
    await stage.store.outbox.queue([notificationOf('a'), notificationOf('b')], noon);
    answers = Array.from({ length: 4 }, () => ({ kind: 'retry', afterMs: null, reason: '503' }) as const);
    const waits: number[] = [];
    for (let n = 0; n < 4; n++) {
      await deliver();
      const due = await stage.store.outbox.nextDue();
      waits.push((due?.getTime() ?? 0) - stage.now().getTime());
      stage.pass(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000]);
    await deliver();
    expect(sent.map(({ key }) => key)).toEqual(['a', 'a', 'a', 'a', 'a', 'b']);
  });

  test('a 429 is honoured to the millisecond, and chance never shortens it', async () => {
    await stage.store.outbox.queue([notificationOf('a')], noon);
    answers = [{ kind: 'retry', afterMs: 90_000, reason: '429' }];
    await deliver({ random: () => 0 });
    stage.pass(89_999);
    expect(await deliver()).toBe(0);
    stage.pass(1);
    expect(await deliver()).toBe(1);
  });

  test('half of the pause is chance, so that many bots do not return at once', async () => {
    await stage.store.outbox.queue([notificationOf('a')], noon);
    answers = [{ kind: 'retry', afterMs: null, reason: '500' }];
    await deliver({ random: () => 0 });
    expect(await stage.store.outbox.nextDue()).toEqual(after(1000));
  });

  test('one place that fails delays no other', async () => {
    const elsewhere = { kind: 'place', place: { platform: 'slack', channel: 'C2' } } as const;
    await stage.store.outbox.queue([notificationOf('a'), notificationOf('x', { to: elsewhere })], noon);
    answers = [{ kind: 'retry', afterMs: 600_000, reason: '429' }];
    await deliver();
    expect(sent.map(({ key }) => key)).toEqual(['a', 'x']);
  });

  test('a platform that throws is told in the log and tried again', async () => {
    await stage.store.outbox.queue([notificationOf('a')], noon);
    const throwing: Send = async () => {
      throw new Error('socket closed');
    };
    await deliver({ sendTo: new Map([['slack', throwing]]) });
    expect(stage.log.lines).toEqual(['error a platform threw while sending']);
    expect(await stage.store.outbox.nextDue()).toEqual(after(2000));
  });
});

describe('a permanent refusal', () => {
  test('is shown in the watch list and told to each owner who has an inbox, calling nobody twice', async () => {
    const endpoint = await stage.store.endpoints.add(newEndpoint('pay.example.com'), noon);
    const id = endpoint?.id ?? '';
    const message = {
      ...notificationOf('ping').message,
      title: [{ kind: 'mention', who: alice } as const, { kind: 'text', text: ' look' } as const],
    };
    const ping = notificationOf('ping', { endpointId: id, message, fallback: [oncall, alice, bob] });
    await stage.store.outbox.queue([ping], noon);
    answers = [{ kind: 'refused', reason: 'channel is archived' }];
    await deliver();
    expect(sent.map(({ key, to }) => [key, to.kind])).toEqual([
      ['ping', 'place'],
      ['ping:direct:slack:U01ALICE', 'person'],
      ['ping:direct:slack:U02BOB', 'person'],
    ]);
    expect(plainText(sent[1]?.message ?? message, noon)).toBe(
      '[neutral] Alice look\nWhy you read this here: it could not be posted to slack:C0OPS: channel is archived. ' +
        'Invite the bot there, or choose another place: /watch edit <target> channel:#name',
    );
    const [row] = await stage.store.endpoints.rows(noon);
    expect(row?.undelivered).toEqual({ at: noon, reason: 'channel is archived' });
  });

  test('of the direct message too ends there, and stays visible', async () => {
    const endpoint = await stage.store.endpoints.add(newEndpoint('pay.example.com'), noon);
    const ping = notificationOf('ping', { endpointId: endpoint?.id ?? null, fallback: [alice] });
    await stage.store.outbox.queue([ping], noon);
    answers = [
      { kind: 'refused', reason: 'token revoked' },
      { kind: 'refused', reason: 'token revoked' },
    ];
    await deliver();
    expect(sent.length).toBe(2);
    stage.pass(dayMs);
    expect(await deliver()).toBe(0);
    const [row] = await stage.store.endpoints.rows(stage.now());
    expect(row?.undelivered?.reason).toBe('token revoked');
  });

  test.each([
    ['an alarm after a week', 'endpoint', 7 * 24 * hourMs],
    ['a digest after a day', null, 24 * hourMs],
  ])('comes of trying in vain: %s', async (_name, endpointId, usefulMs) => {
    await stage.store.outbox.queue([notificationOf('a', { endpointId, fallback: [alice] })], noon);
    const failing: Send = async (notification) =>
      notification.to.kind === 'place'
        ? { kind: 'retry', afterMs: hourMs, reason: '503' }
        : send(notification, stage.signal);
    const change = { sendTo: new Map([['slack', failing]] as const) };
    for (let hour = 0; hour <= usefulMs / hourMs; hour++) {
      expect(sent).toEqual([]);
      await deliver(change);
      stage.pass(hourMs);
    }
    expect(sent.map(({ key }) => key)).toEqual(['a:direct:slack:U01ALICE']);
    expect(await stage.store.outbox.nextDue()).toBeNull();
  });
});

describe('a platform that is not connected', () => {
  test('keeps its notifications untried; connected later they go out', async () => {
    await stage.store.outbox.queue([notificationOf('a')], noon);
    expect(await deliver({ sendTo: new Map() })).toBe(0);
    stage.pass(hourMs);
    await deliver();
    expect(sent.map(({ key }) => key)).toEqual(['a']);
  });

  test('after so long that they are out of date, they are refused instead of flooding', async () => {
    await stage.store.outbox.queue([notificationOf('old')], noon);
    stage.pass(25 * hourMs);
    await stage.store.outbox.queue([notificationOf('new')], stage.now());
    await deliver();
    expect(sent.map(({ key }) => key)).toEqual(['new']);
    expect(stage.log.lines).toEqual(['warn a notification was refused']);
  });
});

describe('the deliverer', () => {
  test('delivers what is there, then what it is poked for, and stops with nothing left running', async () => {
    const arrived: PromiseWithResolvers<string>[] = [Promise.withResolvers(), Promise.withResolvers()];
    const sendTo = new Map<PlatformName, Send>([
      [
        'slack',
        async ({ key }) => {
          arrived.shift()?.resolve(key);
          return { kind: 'sent', reference: '1' };
        },
      ],
    ]);
    const [first, second] = arrived.map(({ promise }) => promise);
    await stage.store.outbox.queue([notificationOf('a')], noon);
    const deliverer = startDeliverer({ ...stage, sendTo });
    expect(await first).toBe('a');
    await stage.store.outbox.queue([notificationOf('b', { to: { kind: 'place', place: ops } })], noon);
    deliverer.poke();
    expect(await second).toBe('b');
    await deliverer.stop();
    expect(await stage.store.outbox.nextDue()).toBeNull();
  });

  test('stopped in the middle of a send it lets the send end, so that nothing is said twice', async () => {
    await stage.store.outbox.queue([notificationOf('a')], noon);
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow: Send = async () => {
      begun.resolve();
      await finish.promise;
      // What a platform takes to answer.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { kind: 'sent', reference: '1' };
    };
    const deliverer = startDeliverer({ ...stage, sendTo: new Map([['slack', slow]]) });
    await begun.promise;
    const stopped = deliverer.stop();
    finish.resolve();
    await stopped;
    expect(await stage.store.outbox.nextDue()).toBeNull();
  });
});
