import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { tickAlarms } from '../../src/monitor/alarms/tick.ts';
import { breakerState } from '../../src/monitor/breaker/mark.ts';
import { lookAndCount } from '../../src/monitor/looking/look.ts';
import { recheckIfDue } from '../../src/monitor/looking/recheck.ts';
import { lookAtAll, sweep } from '../../src/monitor/looking/sweep.ts';
import { randomFrom } from '../support/simulation/random.ts';
import { dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { findingOf, lookBlockedBy, lookWith } from '../support/watch/troubled-looks.ts';
import { serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

const minuteMs = 60_000;
const filtered = lookBlockedBy('tcp/filtered');

let stage: WatchStage;
let endpoints: Endpoint[];
let random: () => number;
beforeEach(async () => {
  stage = await watchStage();
  endpoints = [];
  random = randomFrom(7).next;
});
afterEach(() => stage[Symbol.asyncDispose]());

/** `count` endpoints, h0.example and on, all well at the only sweep, an hour ago. */
async function fleet(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const endpoint = await stage.store.endpoints.add(newEndpoint(`h${n}.example`), noon);
    if (endpoint !== null) endpoints.push(endpoint);
  }
  await sweep({ ...stage, concurrency: 8 });
  await tickAlarms(stage);
  stage.pass(60 * minuteMs);
  stage.looked.length = 0;
}

function turn(look: Parameters<typeof stage.served.set>[1], count: number): void {
  for (let n = 0; n < count; n++) stage.served.set(`h${n}.example`, look);
}

/** As a digest or a tick does: a few are looked at, then each minute again while they are in doubt. */
async function lookAtFirst(minutes: number): Promise<void> {
  const world = { ...stage, random, concurrency: 8 };
  await lookAtAll(endpoints.slice(0, 1), world);
  for (let minute = 0; minute < minutes; minute++) {
    stage.pass(minuteMs);
    await recheckIfDue(world);
  }
}

async function certain(): Promise<number> {
  const seen = await stage.store.endpoints.watched(endpoints.map(({ id }) => id));
  return seen.filter(({ sighting }) => sighting.conditions.some(({ confirmedAt }) => confirmedAt !== null))
    .length;
}

const breaker = async () => (await breakerState(stage.store.marks)).kind;

describe('what cannot be reached between two sweeps', () => {
  test('is told after three looks when others are fine', async () => {
    await fleet(100);
    turn(filtered, 1);
    await lookAtFirst(2);
    expect(await certain()).toBe(1);
    expect(await breaker()).toBe('closed');
    // The one three times, and 30 others when it began and when it was about to be told.
    expect(stage.looked).toHaveLength(3 + 60);
  });

  test('is not told when a part of the fleet is cut off that no sweep has seen yet', async () => {
    await fleet(60);
    turn(filtered, 20);
    await lookAtFirst(6);
    expect(await certain()).toBe(0);
    expect(await breaker()).toBe('open');
  });

  test('is told in a small fleet as well, whose others are all looked at', async () => {
    await fleet(4);
    turn(filtered, 1);
    await lookAtFirst(2);
    expect(await certain()).toBe(1);
    expect(new Set(stage.looked).size).toBe(4);
  });

  test('is told though another fell as well, once all others were asked', async () => {
    await fleet(31);
    turn(filtered, 3);
    await lookAtFirst(4);
    expect(await certain()).toBe(3);
    expect(await breaker()).toBe('closed');
  });

  test('is not told while others cannot be looked at because of us', async () => {
    await fleet(40);
    const offline = lookWith([findingOf('vantage/offline', { blame: 'our-vantage' })], { certificates: [] });
    turn({ ...offline, verdict: 'unknown', blame: 'our-vantage' }, 40);
    turn(filtered, 1);
    await lookAtFirst(6);
    expect(await certain()).toBe(0);
    turn(serving(60 * dayMs), 40);
    turn(filtered, 1);
    await lookAtFirst(2);
    expect(await certain()).toBe(1);
  });

  test('is asked about before somebody who looks by hand is told as well', async () => {
    await fleet(60);
    turn(filtered, 20);
    const [first] = endpoints;
    for (let n = 0; first !== undefined && n < 4; n++) {
      stage.pass(minuteMs);
      expect((await lookAndCount(first, { ...stage, random })).pinged).toBe(0);
    }
    expect(await breaker()).toBe('open');
  });

  test('the same chance picks the same ones', async () => {
    await fleet(80);
    turn(filtered, 1);
    await lookAtFirst(0);
    const picked = stage.looked.slice(1);
    stage.pass(10 * minuteMs);
    turn(serving(60 * dayMs), 1);
    random = randomFrom(7).next;
    await lookAtAll(endpoints.slice(0, 1), { ...stage, random, concurrency: 8 });
    turn(filtered, 1);
    stage.looked.length = 0;
    random = randomFrom(7).next;
    await lookAtFirst(0);
    expect(stage.looked.slice(1).toSorted()).toEqual(picked.toSorted());
  });
});

describe('a certificate whose renewal nobody could see', () => {
  /** h0 becomes overdue, then critical, while a part of the fleet is cut off. */
  async function lateWhileCutOff(passMs: number): Promise<number> {
    stage.served.set('h0.example', serving(17 * dayMs, 'ee'.repeat(32)));
    await fleet(40);
    turn(filtered, 12);
    stage.pass(passMs);
    return (await tickAlarms({ ...stage, random })).raised;
  }

  test('is not told as overdue while we doubt ourselves', async () => {
    expect(await lateWhileCutOff(4 * dayMs)).toBe(0);
    expect(await breaker()).toBe('open');
  });

  test('is told all the same once it is critical', async () => {
    expect(await lateWhileCutOff(14 * dayMs)).toBeGreaterThan(0);
    expect(await breaker()).toBe('open');
  });
});
