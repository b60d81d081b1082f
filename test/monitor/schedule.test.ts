import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/core/store/store.ts';
import type { DigestSchedule } from '../../src/core/watch/digest.ts';
import { postDueDigests } from '../../src/monitor/digest/post.ts';
import { sweepIfDue } from '../../src/monitor/looking/sweep-if-due.ts';
import { digestSlot, nextDigestSlot, setDigest, sweepSlot } from '../../src/monitor/timing/schedule.ts';
import { drained } from '../support/drained.ts';
import { dayMs, newEndpoint, noon, ops } from '../support/store-fixtures.ts';
import { type WatchStage, watchStage } from '../support/watch-stage.ts';

const hourMs = 3_600_000;
const nine: DigestSchedule = { place: ops, cron: '0 9 * * *', zone: 'Europe/Berlin', setBy: 'Alice' };

describe('slots', () => {
  test.each([
    ['just before', '2026-09-21T06:59:59.999Z', '2026-09-20T07:00:00.000Z', '2026-09-21T07:00:00.000Z'],
    ['a second before', '2026-09-21T06:59:59.001Z', '2026-09-20T07:00:00.000Z', '2026-09-21T07:00:00.000Z'],
    ['at the moment', '2026-09-21T07:00:00.000Z', '2026-09-21T07:00:00.000Z', '2026-09-22T07:00:00.000Z'],
    ['just after', '2026-09-21T07:00:00.500Z', '2026-09-21T07:00:00.000Z', '2026-09-22T07:00:00.000Z'],
    [
      'before summer ends',
      '2026-10-24T12:00:00.000Z',
      '2026-10-24T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
    ],
    [
      'before summer begins',
      '2027-03-27T12:00:00.000Z',
      '2027-03-27T08:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
    ],
  ])('9 o’clock in Berlin, %s', (_when, at, newest, next) => {
    expect(digestSlot(nine, new Date(at))?.toISOString()).toBe(newest);
    expect(nextDigestSlot(nine, new Date(at))?.toISOString()).toBe(next);
  });

  test('sweeps fall on whole intervals, whenever a process started', () => {
    expect(sweepSlot(hourMs, new Date('2026-09-21T12:59:59.999Z')).toISOString()).toBe(
      '2026-09-21T12:00:00.000Z',
    );
    expect(sweepSlot(5000, new Date('2026-09-21T12:00:05.000Z')).toISOString()).toBe(
      '2026-09-21T12:00:05.000Z',
    );
  });
});

describe('due work', () => {
  let stage: WatchStage;
  beforeEach(async () => {
    stage = await watchStage();
    await stage.store.endpoints.add(newEndpoint('a.example'), noon);
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const sweepWith = (store: Store) => {
    const swept: number[] = [];
    const world = { ...stage, store, intervalMs: hourMs, concurrency: 2 };
    return sweepIfDue({ ...world, onSwept: ({ looked }) => swept.push(looked) }).then((next) => ({
      next,
      swept,
    }));
  };

  const post = (store: Store = stage.store) => {
    let queued = 0;
    const world = { ...stage, store, onQueued: () => (queued += 1) };
    return postDueDigests(world).then((next) => ({ next, queued }));
  };

  test('one sweep an interval, however many processes and restarts', async () => {
    const other = await stage.open();
    const both = await Promise.all([sweepWith(stage.store), sweepWith(other)]);
    expect(both.flatMap(({ swept }) => swept)).toEqual([1]);
    expect(both[0]?.next).toEqual(new Date(noon.getTime() + hourMs));
    expect((await sweepWith(await stage.open())).swept).toEqual([]);
    stage.pass(hourMs);
    expect((await sweepWith(stage.store)).swept).toEqual([1]);
  });

  test('a digest comes once at its time, however many processes ask', async () => {
    stage.served.set('a.example', { verdict: 'unknown' });
    await setDigest(stage.store, nine, noon);
    const other = await stage.open();
    expect(await post()).toEqual({ next: new Date('2026-09-22T07:00:00.000Z'), queued: 0 });
    stage.pass(19 * hourMs);
    const both = await Promise.all([post(), post(other)]);
    expect(both.map(({ queued }) => queued).toSorted()).toEqual([0, 1]);
    const [posted, ...more] = await drained(stage.store, stage.now());
    expect(more).toEqual([]);
    expect(posted?.to).toEqual({ kind: 'place', place: ops });
    expect(posted?.message.summary).toBe(
      'Expiry digest, Tue 22 Sep, 09:00 CEST: 1 could not be checked, 0 fine.',
    );
    const looks = stage.looked.length;
    stage.pass(hourMs);
    expect((await post()).queued).toBe(0);
    // Nor is it composed again in vain.
    expect(stage.looked.length).toBe(looks);
  });

  test('asked for at 12:00, a 9 o’clock digest does not come at once, whoever saved it', async () => {
    await stage.store.digests.set(nine);
    expect((await post()).queued).toBe(0);
    stage.pass(19 * hourMs);
    expect((await post()).queued).toBe(1);
    await setDigest(stage.store, { ...nine, cron: '0 8 * * *' }, stage.now());
    expect((await post()).queued).toBe(0);
  });

  test('set for a minute from now, it comes in a minute, also when nobody looked in between', async () => {
    await setDigest(stage.store, { ...nine, cron: '1 14 * * *' }, noon);
    stage.pass(90_000);
    expect((await post()).queued).toBe(1);
  });

  test('missed while nobody ran, it comes late, once, and says so', async () => {
    await setDigest(stage.store, nine, noon);
    await post();
    stage.pass(3 * dayMs);
    expect((await post()).queued).toBe(1);
    const [posted] = await drained(stage.store, stage.now());
    expect(posted?.message.blocks[0]).toMatchObject({
      kind: 'note',
      inlines: expect.arrayContaining([
        expect.objectContaining({ text: 'Late: it was meant for ' }),
        expect.objectContaining({ at: new Date('2026-09-24T07:00:00Z') }),
        expect.objectContaining({ text: ' Nor did those before come: ' }),
        expect.objectContaining({ at: new Date('2026-09-22T07:00:00Z') }),
      ]),
    });
    expect((await post()).queued).toBe(0);
  });

  test('a process that dies while composing is replaced within minutes', async () => {
    await setDigest(stage.store, nine, noon);
    stage.served.set('a.example', { verdict: 'unknown' });
    stage.pass(20 * hourMs);
    const dying = { ...stage, signal: AbortSignal.abort(), onQueued: () => undefined };
    await expect(postDueDigests(dying)).rejects.toThrow();
    expect((await post()).queued).toBe(0);
    stage.pass(5 * 60_000);
    expect((await post()).queued).toBe(1);
  });
});
