import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../../src/core/watch/notification.ts';
import { awaitDelivery, awaitedDigests } from '../../../src/monitor/digest/awaited.ts';
import { followDelivery, type Heartbeat } from '../../../src/monitor/digest/follow-delivery.ts';
import { drained } from '../../support/drained.ts';
import { dayMs, notificationOf, ops } from '../../support/store-fixtures.ts';
import { type WatchStage, watchStage } from '../../support/watch-stage.ts';

const sent: SendOutcome = { kind: 'sent', reference: 'r1' };
const refused: SendOutcome = { kind: 'refused', reason: 'not_in_channel' };

let stage: WatchStage;
let beats: Date[];
let answer: string | null;
beforeEach(async () => {
  stage = await watchStage();
  beats = [];
  answer = null;
});
afterEach(() => stage[Symbol.asyncDispose]());

const hears: Heartbeat = async () => {
  beats.push(stage.now());
  return answer;
};

async function follow(heartbeat: Heartbeat | null = hears, store = stage.store): Promise<Date | null> {
  return followDelivery({ ...stage, store, heartbeat, onQueued: () => undefined });
}

async function queueDigest(key = 'digest:1'): Promise<void> {
  await awaitDelivery(stage.store.marks, { key, place: ops, since: stage.now() });
  await stage.store.outbox.queue([notificationOf(key)], stage.now());
}

function settle(outcome: SendOutcome, key = 'digest:1'): Promise<void> {
  return stage.store.outbox.settle(key, outcome, stage.now(), stage.now());
}

/** What is said on the console. */
async function told(): Promise<readonly string[]> {
  const all = await drained(stage.store, stage.now());
  return all.flatMap(({ to, message }) =>
    to.kind === 'place' && to.place.platform === 'console' ? [message.summary] : [],
  );
}

describe('the heartbeat', () => {
  test('waits until the digest arrived, and comes once', async () => {
    await queueDigest();
    expect(await follow()).toEqual(new Date(stage.now().getTime() + 5000));
    expect(beats).toEqual([]);
    await settle(sent);
    expect(await follow()).toBeNull();
    expect(await follow()).toBeNull();
    expect(beats).toHaveLength(1);
  });

  test('comes once, however many processes there are', async () => {
    await queueDigest();
    await settle(sent);
    const other = await stage.open();
    await Promise.all([follow(), follow(hears, other), follow(hears, await stage.open())]);
    expect(beats).toHaveLength(1);
  });

  test('that is not heard is sent again, ever more rarely, also after a restart', async () => {
    await queueDigest();
    await settle(sent);
    answer = 'It answered 503.';
    const waits: number[] = [];
    for (let round = 0; round < 10; round++) {
      const next = await follow(hears, await stage.open());
      const waitMs = (next?.getTime() ?? 0) - stage.now().getTime();
      waits.push(waitMs / 1000);
      stage.pass(waitMs - 1);
      await follow();
      expect(beats).toHaveLength(round + 1);
      stage.pass(1);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    answer = null;
    expect(await follow()).toBeNull();
    expect(await awaitedDigests(stage.store.marks)).toEqual([]);
    expect(stage.log.lines.filter((line) => line.includes('not heard'))).toHaveLength(10);
  });

  test('that its process did not live to end is sent by another', async () => {
    await queueDigest();
    await settle(sent);
    await expect(
      follow(async () => {
        beats.push(stage.now());
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    await follow();
    expect(beats).toHaveLength(1);
    stage.pass(60_000);
    await follow();
    expect(beats).toHaveLength(2);
    expect(await follow()).toBeNull();
  });

  test('that nobody hears for a day is given up, and told on the console', async () => {
    await queueDigest();
    await settle(sent);
    answer = 'It answered 404.';
    for (let hour = 0; hour < 40; hour++) {
      await follow();
      stage.pass(3_600_000);
    }
    expect(await told()).toEqual(['The heartbeat after a digest was not heard for a day: It answered 404.']);
    expect(await follow()).toBeNull();
  });

  test('is not missed where nobody wants one', async () => {
    await queueDigest();
    await settle(sent);
    expect(await follow(null)).toBeNull();
    expect(await awaitedDigests(stage.store.marks)).toEqual([]);
  });
});

describe('a digest that does not arrive', () => {
  test('since its place refuses it is told on the console at once, once, without a heartbeat', async () => {
    await queueDigest();
    await settle(refused);
    const other = await stage.open();
    await Promise.all([follow(), follow(hears, other)]);
    expect(await told()).toEqual(['The digest for slack:C0OPS did not arrive: not_in_channel']);
    expect(await follow()).toBeNull();
    expect(await told()).toEqual([]);
    expect(beats).toEqual([]);
  });

  test('since no bot is connected there is told after a day', async () => {
    await queueDigest();
    stage.pass(dayMs - 1);
    await follow();
    expect(await awaitedDigests(stage.store.marks)).toHaveLength(1);
    stage.pass(1);
    expect(await follow()).toBeNull();
    expect(await told()).toEqual(['The digest for slack:C0OPS did not arrive: no bot is connected there']);
  });
});

test('several are followed side by side', async () => {
  await queueDigest('digest:1');
  await queueDigest('digest:2');
  await queueDigest('digest:3');
  await settle(sent, 'digest:2');
  await settle(refused, 'digest:3');
  await follow();
  expect(beats).toHaveLength(1);
  expect((await awaitedDigests(stage.store.marks)).map(({ key }) => key)).toEqual(['digest:1']);
});
