import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import type { DigestSchedule } from '../../../src/core/watch/digest.ts';
import { postDueDigests } from '../../../src/monitor/digest/post.ts';
import { setDigest } from '../../../src/monitor/timing/schedule.ts';
import { drained } from '../../support/drained.ts';
import { dayMs, newEndpoint, noon, ops } from '../../support/store-fixtures.ts';
import { plainText, serving, type WatchStage, watchStage } from '../../support/watch-stage.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const workdays: DigestSchedule = { place: ops, cron: '0 9 * * 1-5', zone: 'Europe/Berlin', setBy: 'Alice' };

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
  await stage.store.endpoints.add(newEndpoint('a.example'), noon);
});
afterEach(() => stage[Symbol.asyncDispose]());

async function post(store: Store = stage.store): Promise<number> {
  let queued = 0;
  await postDueDigests({ ...stage, store, onQueued: () => (queued += 1) });
  return queued;
}

test('all is well comes as well, every working day and on no other, each once', async () => {
  await setDigest(stage.store, workdays, noon);
  const said: string[] = [];
  for (let quarter = 0; quarter < 14 * 96; quarter++) {
    stage.pass(15 * minuteMs);
    if ((await post()) > 0) {
      said.push(...(await drained(stage.store, stage.now())).map(({ message }) => message.summary));
    }
  }
  expect(said.map((line) => line.replace('Expiry digest, ', ''))).toEqual([
    'Tue 22 Sep, 09:00 CEST: the one watched is fine.',
    'Wed 23 Sep, 09:00 CEST: the one watched is fine.',
    'Thu 24 Sep, 09:00 CEST: the one watched is fine.',
    'Fri 25 Sep, 09:00 CEST: the one watched is fine.',
    'Mon 28 Sep, 09:00 CEST: the one watched is fine.',
    'Tue 29 Sep, 09:00 CEST: the one watched is fine.',
    'Wed 30 Sep, 09:00 CEST: the one watched is fine.',
    'Thu 1 Oct, 09:00 CEST: the one watched is fine.',
    'Fri 2 Oct, 09:00 CEST: the one watched is fine.',
    'Mon 5 Oct, 09:00 CEST: the one watched is fine.',
  ]);
});

describe('a digest that cannot be composed', () => {
  const broken = (store: Store): Store => ({
    ...store,
    incidents: {
      ...store.incidents,
      open: async () => {
        throw new Error('the disk is on fire');
      },
    },
  });

  test('is tried again until it can', async () => {
    await setDigest(stage.store, workdays, noon);
    stage.pass(19 * hourMs);
    expect(await post(broken(stage.store))).toBe(0);
    expect(stage.log.lines).toContain('error a digest failed');
    stage.pass(5 * minuteMs);
    expect(await post()).toBe(1);
    const [posted] = await drained(stage.store, stage.now());
    expect(posted?.message.summary).toContain('the one watched is fine');
  });

  test('is posted as the bare fact after three tries, and comes as usual the day after', async () => {
    await setDigest(stage.store, workdays, noon);
    stage.pass(19 * hourMs);
    for (const queued of [0, 0, 1]) {
      expect(await post(broken(stage.store))).toBe(queued);
      stage.pass(5 * minuteMs);
    }
    expect(await post()).toBe(0);
    const [bare] = await drained(stage.store, stage.now());
    expect(bare?.message).toMatchObject({
      tone: 'bad',
      summary: expect.stringContaining('could not be made in 3 tries'),
    });
    stage.pass(dayMs);
    expect(await post()).toBe(1);
  });

  test('keeps no other place from its digest', async () => {
    const other = { ...workdays, place: { platform: 'slack', channel: 'C0ZZZ' } } as const;
    await setDigest(stage.store, workdays, noon);
    await setDigest(stage.store, other, noon);
    await stage.store.digests.set({ ...workdays, zone: 'Mars/Base' });
    stage.pass(19 * hourMs);
    expect(await post()).toBe(1);
    const [posted] = await drained(stage.store, stage.now());
    expect(posted?.to).toEqual({ kind: 'place', place: other.place });
  });
});

describe('a clock that was wrong', () => {
  test('by years posts one digest, and those of the right days after it is set right', async () => {
    await setDigest(stage.store, workdays, noon);
    stage.pass(4000 * dayMs);
    expect(await post()).toBe(1);
    stage.pass(-4000 * dayMs + 19 * hourMs);
    expect(await post()).toBe(1);
    expect(await post()).toBe(0);
    stage.pass(dayMs);
    expect(await post()).toBe(1);
  });

  test('and is set back by hours says nothing twice', async () => {
    await setDigest(stage.store, workdays, noon);
    stage.pass(20 * hourMs);
    expect(await post()).toBe(1);
    for (let hour = 0; hour < 12; hour++) {
      stage.pass(hour === 0 ? -6 * hourMs : hourMs);
      expect(await post()).toBe(0);
    }
  });
});

test('what was renewed since the last posted digest is told by the next', async () => {
  await setDigest(stage.store, workdays, noon);
  stage.served.set('a.example', serving(60 * dayMs, 'old'));
  stage.pass(19 * hourMs);
  await post();
  await drained(stage.store, stage.now());
  stage.served.set('a.example', serving(90 * dayMs, 'new'));
  // Nobody looked for longer than a day.
  stage.pass(dayMs + minuteMs);
  await post();
  const [posted] = await drained(stage.store, stage.now());
  expect(posted === undefined ? '' : plainText(posted.message, stage.now())).toContain(
    'Renewed since the last digest (1): a.example.',
  );
});

test('one that was missed comes with that of the same day, and at once when there is none', async () => {
  await setDigest(stage.store, workdays, noon);
  // Tuesday's, on Wednesday before nine.
  stage.pass(39 * hourMs);
  expect(await post()).toBe(0);
  stage.pass(4 * hourMs);
  expect(await post()).toBe(1);
  const [message] = await drained(stage.store, stage.now());
  expect(message && plainText(message.message, stage.now())).toMatch(/Tue 22 Sep|22 Sep/);
  // Friday's, on Saturday.
  stage.pass(3 * 24 * hourMs);
  expect(await post()).toBe(1);
});

test('one that was missed today comes late today, and not only with the next of several', async () => {
  await setDigest(stage.store, { ...workdays, cron: '0 15,20 * * *' }, noon);
  // Of three o'clock, at five.
  stage.pass(3 * hourMs);
  expect(await post()).toBe(1);
  const [message] = await drained(stage.store, stage.now());
  expect(message && plainText(message.message, stage.now())).toContain('Late');
});
