import { expect, test } from 'vitest';
import { openLog } from '../../src/log.ts';
import { deliverDue } from '../../src/monitor/delivery/deliver.ts';
import { createClockWatch } from '../../src/monitor/timing/clock-watch.ts';
import { inMemory, openStore } from '../../src/store/index.ts';
import { noon, notificationOf } from '../support/store-fixtures.ts';

const dayMs = 86_400_000;

/** A wall clock that can be set, and one that only goes on. */
function clocks() {
  let passed = 0;
  let set = 0;
  const now = () => new Date(noon.getTime() + passed + set);
  const said: string[] = [];
  const log = { ...openLog('silent'), warn: (_of: object, words: string) => void said.push(words) };
  const watch = createClockWatch({ now, log, stopwatch: () => passed });
  return {
    now,
    said,
    watch,
    pass(ms: number) {
      passed += ms;
    },
    leap(ms: number) {
      set += ms;
      watch.look();
    },
  };
}

test('a clock that is set is told once, one that drifts is not', () => {
  const { watch, pass, leap, said } = clocks();
  for (let n = 0; n < 100; n++) {
    pass(5000);
    leap(40);
  }
  expect([watch.last(), said]).toEqual([null, []]);
  pass(5000);
  leap(31 * dayMs);
  watch.look();
  expect(said).toEqual(['the clock jumped 31 d ahead']);
  leap(-31 * dayMs);
  expect(said.at(-1)).toBe('the clock jumped 31 d back');
  expect(watch.last()?.byMs).toBe(-31 * dayMs);
});

test('what ran ahead counts from the moment before, and not once it was set back', () => {
  const { watch, now, pass, leap } = clocks();
  const before = now();
  pass(60_000);
  leap(31 * dayMs);
  expect(watch.aheadSince(before)).toBe(31 * dayMs);
  expect(watch.aheadSince(now())).toBe(0);
  pass(60_000);
  const during = now();
  leap(-31 * dayMs);
  expect([watch.aheadSince(before), watch.aheadSince(during), watch.aheadSince(now())]).toEqual([0, 0, 0]);
});

test('a leap of a month makes no message out of date, and time that passed does', async () => {
  const { watch, now, pass, leap } = clocks();
  const store = await openStore(inMemory);
  const sent: string[] = [];
  const send = async ({ key }: { readonly key: string }) => {
    sent.push(key);
    return { kind: 'sent', reference: '1' } as const;
  };
  const delivery = {
    ...{ store, now, clock: watch, log: openLog('silent'), signal: new AbortController().signal },
    sendTo: new Map([['slack', send] as const]),
  };
  await store.outbox.queue([notificationOf('before the leap')], now());
  pass(1000);
  leap(31 * dayMs);
  await deliverDue(delivery);
  expect(sent).toEqual(['before the leap']);
  await store.outbox.queue([notificationOf('in the wrong month')], now());
  leap(-31 * dayMs);
  await deliverDue(delivery);
  expect(sent).toEqual(['before the leap', 'in the wrong month']);
  await store.outbox.queue([notificationOf('really old')], now());
  pass(8 * dayMs);
  watch.look();
  await deliverDue(delivery);
  expect(sent).toHaveLength(2);
  await store.close();
});
