import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Condition } from '../../src/core/watch/alarm/condition.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { lookAndCount } from '../../src/monitor/looking/look.ts';
import { recheckIfDue } from '../../src/monitor/looking/recheck.ts';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { sweepIfDue } from '../../src/monitor/looking/sweep-if-due.ts';
import { drained } from '../support/drained.ts';
import { dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { findingOf, lookBlockedBy, lookWith } from '../support/watch/troubled-looks.ts';
import { plainText, seenCertificate, serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

const minuteMs = 60_000;
const host = 'pay.example.com';
const wrongName = lookWith([findingOf('certificate/name-mismatch')]);
const refused = lookBlockedBy('tcp/refused');

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

async function watched(): Promise<Endpoint> {
  const endpoint = await stage.store.endpoints.add(newEndpoint(host), noon);
  if (endpoint === null) throw new Error('there already');
  await lookAndCount(endpoint, stage);
  stage.looked.length = 0;
  stage.pass(minuteMs);
  return endpoint;
}

async function conditionsOf({ id }: Endpoint): Promise<readonly Condition[]> {
  return (await stage.store.endpoints.sighting(id))?.conditions ?? [];
}

/** One look after the other; the last stays. */
function inTurn(...looks: readonly Partial<Diagnosis>[]): void {
  let next = 0;
  stage.served.set(host, () => looks[Math.min(next++, looks.length - 1)] ?? {});
}

describe('one look', () => {
  test('repeats at once what a certificate alone decides, and then it is certain', async () => {
    const endpoint = await watched();
    stage.served.set(host, wrongName);
    await lookAndCount(endpoint, stage);
    expect(stage.looked).toHaveLength(2);
    expect(await conditionsOf(endpoint)).toMatchObject([{ trouble: 'mismatch', confirmedAt: stage.now() }]);
    await lookAndCount(endpoint, stage);
    expect(stage.looked).toHaveLength(3);
  });

  test('believes the repeat that says otherwise', async () => {
    const endpoint = await watched();
    inTurn(wrongName, lookWith([]));
    await lookAndCount(endpoint, stage);
    expect(await conditionsOf(endpoint)).toEqual([]);
    expect(await stage.store.endpoints.sighting(endpoint.id)).toMatchObject({ verdict: 'healthy' });
  });

  test('repeats an expired certificate once, and calls only when it is still served', async () => {
    const endpoint = await watched();
    inTurn(serving(-dayMs, 'ee'), serving(89 * dayMs, 'ff'));
    expect((await lookAndCount(endpoint, stage)).pinged).toBe(0);
    stage.served.set(host, serving(-dayMs, 'ee'));
    stage.looked.length = 0;
    expect((await lookAndCount(endpoint, stage)).pinged).toBe(1);
    expect(stage.looked).toHaveLength(2);
    await lookAndCount(endpoint, stage);
    expect(stage.looked).toHaveLength(3);
  });

  test('does not repeat what the network does', async () => {
    const endpoint = await watched();
    stage.served.set(host, refused);
    await lookAndCount(endpoint, stage);
    expect(stage.looked).toHaveLength(1);
  });

  test('tells a change that is no renewal by what was served before both looks', async () => {
    const endpoint = await watched();
    const other = { ...seenCertificate(89 * dayMs, 'dd'), issuer: 'Other CA' };
    stage.served.set(host, { certificates: [other] });
    await lookAndCount(endpoint, stage);
    expect(await conditionsOf(endpoint)).toMatchObject([
      { trouble: 'changed', fingerprint256: 'dd', confirmedAt: stage.now() },
    ]);
    stage.pass(6 * dayMs);
    await lookAndCount(endpoint, stage);
    expect((await conditionsOf(endpoint))[0]?.confirmedAt).not.toBeNull();
    stage.pass(dayMs);
    await lookAndCount(endpoint, stage);
    expect((await conditionsOf(endpoint))[0]?.confirmedAt).toBeNull();
  });
});

test('the thread of an alarm has what the look found, though it was confirmed later', async () => {
  await watched();
  const evidence = [{ label: 'asked for', value: 'shown.example' }];
  stage.served.set(host, lookWith([findingOf('certificate/name-mismatch', { evidence })]));
  await sweep({ ...stage, concurrency: 2 });
  const said = await drained(stage.store, stage.now());
  const details = said.filter(({ conversation }) => conversation?.act === 'reply');
  expect(details.map(({ message }) => plainText(message, stage.now())).join()).toContain('shown.example');
});

describe('looking again at what is in doubt', () => {
  test('tells an outage within minutes, each minute by one of several processes', async () => {
    const endpoint = await watched();
    stage.served.set(host, refused);
    await lookAndCount(endpoint, stage);
    const other = await stage.open();
    for (let minute = 1; minute <= 2; minute++) {
      stage.pass(minuteMs);
      await Promise.all(
        [stage.store, other].map((store) => recheckIfDue({ ...stage, store, concurrency: 2 })),
      );
    }
    expect(stage.looked).toHaveLength(3);
    expect(await conditionsOf(endpoint)).toMatchObject([
      { trouble: 'unreachable', bad: 3, confirmedAt: stage.now() },
    ]);
  });

  test('clears it after two good looks, and then has nothing to do', async () => {
    const endpoint = await watched();
    inTurn(refused, refused, refused, lookWith([]));
    await lookAndCount(endpoint, stage);
    const counts: unknown[] = [];
    for (let minute = 1; minute <= 6; minute++) {
      stage.pass(minuteMs);
      counts.push(await recheckIfDue({ ...stage, concurrency: 2 }));
      // A confirmed outage is looked at by sweeps.
      if (minute === 2) await lookAndCount(endpoint, stage);
    }
    expect(counts.map((one) => one !== null)).toEqual([true, true, true, false, false, false]);
    expect((await conditionsOf(endpoint))[0]?.confirmedAt).toBeNull();
  });

  test('leaves alone what was looked at a moment ago', async () => {
    const endpoint = await watched();
    stage.served.set(host, refused);
    stage.pass(50_000);
    await lookAndCount(endpoint, stage);
    stage.pass(10_000);
    await recheckIfDue({ ...stage, concurrency: 2 });
    expect(stage.looked).toHaveLength(1);
  });
});

test('after the clock was set back sweeps go on, each by one process', async () => {
  await watched();
  const world = { ...stage, intervalMs: 60 * minuteMs, concurrency: 2, onSwept: () => undefined };
  for (let hour = 0; hour < 4; hour++) {
    stage.pass(60 * minuteMs);
    await sweepIfDue(world);
  }
  stage.pass(-3 * 60 * minuteMs);
  stage.looked.length = 0;
  for (let hour = 0; hour < 5; hour++) {
    await Promise.all([sweepIfDue(world), sweepIfDue(world)]);
    stage.pass(60 * minuteMs);
  }
  expect(stage.looked).toHaveLength(4);
});
