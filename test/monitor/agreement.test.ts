import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Voice } from '../../src/core/vantages/sight.ts';
import { outcomeOf, seenFromWords } from '../../src/core/watch/alarm/agreement.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { pageOf } from '../../src/core/watch/watch-page.ts';
import { lookAndCount } from '../../src/monitor/looking/look.ts';
import { watchListMessage } from '../../src/views/watch.ts';
import { drained } from '../support/drained.ts';
import { brokenFrom, saw, sightFrom, silentFrom } from '../support/samples/sights.ts';
import { dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { findingOf, lookBlockedBy, lookWith } from '../support/watch/troubled-looks.ts';
import { plainText, serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

const minuteMs = 60_000;
const host = 'pay.example.com';
const down = { ...lookBlockedBy('tcp/refused'), from: 'eu-1' };
const blind = saw(sightFrom('us-1', { verdict: 'unknown', troubles: null }));

let stage: WatchStage;
let endpoint: Endpoint;
beforeEach(async () => {
  stage = await watchStage();
  const added = await stage.store.endpoints.add(newEndpoint(host), noon);
  if (added === null) throw new Error('there already');
  endpoint = added;
  await agree(2);
  await lookAndCount(endpoint, stage);
});
afterEach(() => stage[Symbol.asyncDispose]());

function agree(agree: number): Promise<void> {
  return stage.store.rules.set({
    ...{ scope: { kind: 'all' }, owners: null, setBy: 'Alice', setAt: noon },
    policy: { agree },
  });
}

/** Looks again, a minute later, while the others say this. */
async function looked(...others: readonly Voice[]): Promise<number> {
  stage.pass(minuteMs);
  const { pinged } = await lookAndCount(endpoint, { ...stage, askOthers: async () => others });
  return pinged;
}

async function alarms(): Promise<readonly string[]> {
  const waiting = await drained(stage.store, stage.now());
  return waiting.map(({ message }) => plainText(message, stage.now()));
}

async function condition() {
  return (await stage.store.endpoints.sighting(endpoint.id))?.conditions[0];
}

async function listed(): Promise<string> {
  const row = (await stage.store.endpoints.rows(stage.now()))[0];
  return row === undefined ? '' : plainText(watchListMessage(pageOf([row])), stage.now());
}

describe('a trouble that two vantages have to see', () => {
  test('is told once the other sees it, too, and says from where', async () => {
    stage.served.set(host, down);
    const pings = [await looked(), await looked(), await looked(saw(brokenFrom('us-1')))];
    expect(pings).toEqual([0, 0, 1]);
    const [alarm] = await alarms();
    expect(alarm).toContain('Seen from eu-1 and us-1.');
  });

  test('is not told while the other does not, is shown as that, and is asked about again', async () => {
    stage.served.set(host, down);
    for (let look = 0; look < 6; look++) expect(await looked(saw(sightFrom('us-1')))).toBe(0);
    expect(await alarms()).toEqual([]);
    expect(await condition()).toMatchObject({
      ...{ bad: 6, confirmedAt: null },
      agreement: { seenFrom: ['eu-1'], notFrom: ['us-1'], wanted: 2 },
    });
    expect(await listed()).toContain('from eu-1 only');
    expect(await looked(saw(brokenFrom('us-1')))).toBe(1);
  });

  test('is told as ever where nobody else is there, could look or answers, and says so', async () => {
    stage.served.set(host, down);
    await looked();
    await looked();
    expect(await looked(silentFrom('us-1'), blind)).toBe(1);
    expect((await alarms())[0]).toContain('Seen from eu-1 only; no second vantage was there to ask.');
  });

  test('stays open while those look who never saw it, and is over once nobody sees it', async () => {
    stage.served.set(host, down);
    for (let look = 0; look < 3; look++) await looked(saw(sightFrom('us-1')));
    stage.served.set(host, { ...serving(60 * dayMs), from: 'us-1' });
    expect(await looked(saw(brokenFrom('eu-1')))).toBe(0);
    expect(await condition()).toMatchObject({ agreement: { seenFrom: ['eu-1'], notFrom: ['us-1'] } });
    expect(await listed()).toContain('from eu-1 only');
    expect(await looked(saw(sightFrom('eu-1')))).toBe(0);
    await looked();
    expect(await condition()).toBeUndefined();
  });

  test('that is told stays while it is still seen, whatever those see who never saw it', async () => {
    stage.served.set(host, down);
    await looked();
    await looked();
    expect(await looked(saw(brokenFrom('us-1')), saw(sightFrom('ap-1')))).toBe(1);
    for (let turn = 0; turn < 40; turn++) {
      stage.served.set(host, { ...serving(60 * dayMs), from: 'ap-1' });
      await looked();
      await looked();
      stage.served.set(host, down);
      await looked();
    }
    expect(await condition()).toMatchObject({ confirmedAt: expect.any(Date), turns: [expect.any(Date)] });
    // Nobody who saw it looks any more.
    stage.served.set(host, { ...serving(60 * dayMs), from: 'ap-1' });
    stage.pass(60 * minuteMs);
    await looked();
    await looked();
    expect(await condition()).toMatchObject({ confirmedAt: null, bad: 0 });
  });

  test('asks nobody about what is signed, nor where one place is enough', async () => {
    const asked: string[] = [];
    const askOthers = async () => {
      asked.push(host);
      return [saw(sightFrom('us-1'))];
    };
    stage.served.set(host, { ...lookWith([findingOf('revocation/revoked')]), from: 'eu-1' });
    stage.pass(minuteMs);
    expect((await lookAndCount(endpoint, { ...stage, askOthers })).pinged).toBe(1);
    await agree(1);
    stage.served.set(host, { ...lookWith([findingOf('certificate/name-mismatch')]), from: 'eu-1' });
    stage.pass(minuteMs);
    expect((await lookAndCount(endpoint, { ...stage, askOthers })).pinged).toBe(1);
    expect(asked).toEqual([]);
  });
});

describe('agreement', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));

  test('hides no outage: it is disputed only where somebody looked and is free of it', () => {
    fc.assert(
      fc.property(names, names, fc.integer({ min: 1, max: 6 }), (seenFrom, others, wanted) => {
        const notFrom = others.filter((name) => !seenFrom.includes(name));
        const outcome = outcomeOf({ seenFrom, notFrom, wanted, at: noon });
        if (outcome === 'disputed') {
          expect(notFrom.length > 0 && seenFrom.length > 0 && seenFrom.length < wanted).toBe(true);
        }
        expect(outcome === 'over').toBe(seenFrom.length === 0);
        // One more that sees it never makes it less certain.
        const more = outcomeOf({ seenFrom: [...seenFrom, 'f'], notFrom, wanted, at: noon });
        if (outcome === 'certain') expect(more).toBe('certain');
      }),
    );
  });

  test('says who was heard', () => {
    const said = (seenFrom: readonly string[], notFrom: readonly string[], wanted = 2) =>
      seenFromWords({ seenFrom, notFrom, wanted, at: noon });
    expect(said(['a', 'b'], [])).toBe('Seen from a and b.');
    expect(said(['a', 'b'], ['c'])).toBe('Seen from a and b, not from c.');
    expect(said(['a', 'b'], [], 3)).toBe('Seen from a and b; no further vantage was there to ask.');
  });
});
