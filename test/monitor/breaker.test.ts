import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { QueuedNotification } from '../../src/core/watch/notification.ts';
import { breakerState, overruleBreaker } from '../../src/monitor/breaker/mark.ts';
import { recheckIfDue } from '../../src/monitor/looking/recheck.ts';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { drained } from '../support/drained.ts';
import { after, alice, dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { findingOf, lookBlockedBy, lookWith } from '../support/watch/troubled-looks.ts';
import { serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

const minuteMs = 60_000;
const wrongName = lookWith([findingOf('certificate/name-mismatch')]);
const refused = lookBlockedBy('tcp/refused');

let stage: WatchStage;
let ids: Map<string, string>;
beforeEach(async () => {
  stage = await watchStage();
  ids = new Map();
});
afterEach(() => stage[Symbol.asyncDispose]());

/** `count` endpoints, h0.example and on, that were all well at the first sweep. */
async function fleet(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const endpoint = await stage.store.endpoints.add(newEndpoint(`h${n}.example`), noon);
    ids.set(`h${n}`, endpoint?.id ?? '');
  }
  await sweepNow();
}

async function sweepNow(store = stage.store) {
  stage.pass(10 * minuteMs);
  return sweep({ ...stage, store, concurrency: 8 });
}

async function recheckNow() {
  stage.pass(minuteMs);
  return recheckIfDue({ ...stage, concurrency: 8 });
}

function turn(look: Parameters<typeof stage.served.set>[1], ...numbers: readonly number[]): void {
  for (const n of numbers) stage.served.set(`h${n}.example`, look);
}

async function confirmedTroubles(): Promise<number> {
  const sightings = await Promise.all([...ids.values()].map((id) => stage.store.endpoints.sighting(id)));
  return sightings.filter((one) => one?.conditions.some(({ confirmedAt }) => confirmedAt !== null)).length;
}

async function said(): Promise<readonly QueuedNotification[]> {
  return (await drained(stage.store, stage.now())).filter(({ key }) => key.startsWith('breaker:'));
}

const firsts = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('when much of the fleet becomes worse in one sweep', () => {
  test.each([
    [50, 5, false],
    [50, 6, true],
    [20, 4, false],
    [20, 5, true],
  ])('of %i endpoints %i: doubt about ourselves is %s', async (count, worse, open) => {
    await fleet(count);
    turn(wrongName, ...firsts(worse));
    await sweepNow();
    expect((await breakerState(stage.store.marks)).kind).toBe(open ? 'open' : 'closed');
    expect(await confirmedTroubles()).toBe(open ? 0 : worse);
  });

  test('it is said once, whoever sweeps how often, and nothing else is', async () => {
    await fleet(20);
    turn(refused, ...firsts(8));
    const other = await stage.open();
    await Promise.all([sweepNow(), sweepNow(other)]);
    await sweepNow();
    await recheckNow();
    const all = await drained(stage.store, stage.now());
    expect(all.map(({ key }) => key)).toEqual([expect.stringMatching(/^breaker:\d+:open$/)]);
    expect(all[0]?.to).toEqual({ kind: 'place', place: { platform: 'console', channel: 'console' } });
    expect(all[0]?.message.summary).toMatch(/^8 of 20 watched endpoints became worse at once/);
    expect(await breakerState(stage.store.marks)).toMatchObject({ kind: 'open', worse: 8, total: 20 });
  });

  test('it goes to the on-call channel of the rule for all, else where the digest is read', async () => {
    const place = { platform: 'slack', channel: 'C0CALL' } as const;
    await stage.store.rules.set({
      scope: { kind: 'all' },
      owners: null,
      policy: { oncall: place },
      setBy: 'Alice',
      setAt: noon,
    });
    await fleet(10);
    turn(refused, ...firsts(6));
    await sweepNow();
    expect((await said())[0]?.to).toEqual({ kind: 'place', place });
  });

  test('ends of certificates are told as ever', async () => {
    await fleet(20);
    turn(wrongName, ...firsts(8));
    stage.served.set('h19.example', serving(3 * dayMs, 'ee'));
    expect((await sweepNow()).pinged).toBe(1);
  });

  test('it closes by itself once looks are sound, and says so in the same conversation', async () => {
    await fleet(20);
    turn(refused, ...firsts(8));
    await sweepNow();
    turn(serving(60 * dayMs), ...firsts(8));
    await recheckNow();
    expect(await breakerState(stage.store.marks)).toEqual({ kind: 'closed' });
    const acts = (await said()).map(({ conversation }) => conversation);
    expect(acts.map((one) => one?.act)).toEqual(['open', 'edit']);
    expect(new Set(acts.map((one) => one?.id)).size).toBe(1);
    expect(await confirmedTroubles()).toBe(0);
  });

  test('what is still broken once it closed is confirmed', async () => {
    await fleet(20);
    turn(wrongName, ...firsts(8));
    await sweepNow();
    turn(serving(60 * dayMs), ...firsts(6));
    await recheckNow();
    expect(await confirmedTroubles()).toBe(2);
  });

  test('a person who says that it is real has all of them confirmed, and it does not open again', async () => {
    await fleet(20);
    turn(wrongName, ...firsts(8));
    await sweepNow();
    expect(await overruleBreaker(stage.store.marks, alice.name, noon)).toBeNull();
    expect(await overruleBreaker(stage.store.marks, alice.name, null)).toMatchObject({ by: 'Alice' });
    expect(await overruleBreaker(stage.store.marks, alice.name, null)).toBeNull();
    await recheckNow();
    expect(await confirmedTroubles()).toBe(8);
    await sweepNow();
    await sweepNow();
    expect(await breakerState(stage.store.marks)).toEqual({ kind: 'closed' });
    expect(await confirmedTroubles()).toBe(8);
    expect(await said()).toHaveLength(2);
  });

  test('a fleet that falls piece by piece within a quarter of an hour counts as a whole', async () => {
    await fleet(50);
    turn(wrongName, ...firsts(4));
    await sweepNow();
    expect(await confirmedTroubles()).toBe(4);
    turn(wrongName, ...firsts(8));
    await sweepNow();
    expect((await breakerState(stage.store.marks)).kind).toBe('open');
    expect(await confirmedTroubles()).toBe(4);
  });

  describe('what is in planned maintenance does not count', () => {
    async function mute(ms: number, numbers: readonly number[]): Promise<void> {
      const muted = { until: after(ms, stage.now()), by: alice, at: stage.now(), reason: null };
      const named = numbers.map((n) => ids.get(`h${n}`) ?? '');
      await stage.store.endpoints.changeAll(named, { muted });
    }

    test('while it becomes worse', async () => {
      await fleet(20);
      await mute(dayMs, firsts(4));
      turn(wrongName, ...firsts(8));
      await sweepNow();
      expect(await breakerState(stage.store.marks)).toEqual({ kind: 'closed' });
      expect(await confirmedTroubles()).toBe(8);
    });

    test('when it had become worse a moment before', async () => {
      await fleet(50);
      turn(wrongName, ...firsts(4));
      await sweepNow();
      await mute(dayMs, firsts(4));
      turn(wrongName, ...firsts(8));
      await sweepNow();
      expect(await breakerState(stage.store.marks)).toEqual({ kind: 'closed' });
    });

    test('nor when its time is over and it is bad still', async () => {
      await fleet(50);
      await mute(12 * minuteMs, firsts(4));
      turn(wrongName, ...firsts(4));
      await sweepNow();
      turn(wrongName, ...firsts(8));
      await sweepNow();
      expect(await breakerState(stage.store.marks)).toEqual({ kind: 'closed' });
    });
  });

  test('a list that was brought in with its troubles did not become worse', async () => {
    turn(wrongName, ...firsts(8));
    await fleet(10);
    expect((await breakerState(stage.store.marks)).kind).toBe('closed');
    expect(await confirmedTroubles()).toBe(8);
  });
});
