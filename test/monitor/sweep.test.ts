import { afterEach, beforeEach, expect, test } from 'vitest';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { findingOf, lookWith } from '../support/watch/troubled-looks.ts';
import { failing, serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

test('looks at every endpoint once and counts what it saw', async () => {
  await watch('fine.example', 'soon.example', 'gone.example', 'half.example', 'dark.example');
  stage.served.set('soon.example', serving(3 * dayMs, 'cc'));
  stage.served.set('gone.example', failing('tcp/refused', 'Refused'));
  stage.served.set('half.example', failing('tcp/ipv6-broken', 'No IPv6', { verdict: 'degraded' }));
  stage.served.set('dark.example', { verdict: 'unknown' });
  const counts = await sweep({ ...stage, concurrency: 3 });
  expect(counts).toEqual({ looked: 5, healthy: 2, degraded: 1, broken: 1, unknown: 1, pinged: 1 });
  expect(stage.looked.toSorted()).toEqual(
    ['dark.example', 'fine.example', 'gone.example', 'half.example', 'soon.example'].toSorted(),
  );
});

test('an endpoint that makes us fail stops no other, and is told in the log', async () => {
  const hosts = Array.from({ length: 20 }, (_, n) => `h${n}.example`);
  await watch(...hosts);
  stage.served.set('h7.example', () => {
    throw new TypeError('surprise');
  });
  const counts = await sweep({ ...stage, concurrency: 4 });
  expect(counts).toMatchObject({ looked: 20, healthy: 19, unknown: 1 });
  expect(stage.log.lines).toEqual(['error a look failed']);
});

test('a store that is away is told once and counted, however many looks it fails', async () => {
  await watch(...Array.from({ length: 20 }, (_, n) => `h${n}.example`));
  const diagnose = async () => {
    throw new Error('the database is not there');
  };
  const counts = await sweep({ ...stage, diagnose, concurrency: 4 });
  expect(counts).toMatchObject({ looked: 20, unknown: 20 });
  expect(stage.log.lines).toEqual(['error a look failed', 'error looks of one sweep failed in the same way']);
});

test('looks that say nothing for want of a processor are told once, and looked at again soon', async () => {
  await watch('slow.example', 'slower.example', 'fine.example');
  const starved = lookWith([findingOf('vantage/overloaded', { blame: 'our-vantage' })], {
    verdict: 'unknown',
    certificates: [],
  });
  for (const host of ['slow.example', 'slower.example']) stage.served.set(host, starved);
  const counts = await sweep({ ...stage, concurrency: 2 });
  expect(counts).toMatchObject({ looked: 3, healthy: 1, unknown: 2, pinged: 0 });
  expect(stage.log.lines).toEqual(['warn looks waited in vain while this machine had no processor for us']);
  expect(await stage.store.endpoints.doubtful(9)).toHaveLength(2);
});

test('never more looks at a time than allowed, and more batches than one', async () => {
  await watch(...Array.from({ length: 430 }, (_, n) => `h${n}.example`));
  let running = 0;
  let most = 0;
  const counts = await sweep({
    ...stage,
    concurrency: 7,
    patienceMs: 600_000,
    async diagnose(target, options) {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return stage.diagnose(target, options);
    },
  });
  expect(counts.looked).toBe(430);
  expect(new Set(stage.looked).size).toBe(430);
  expect(most).toBe(7);
});

test('stopped in the middle it ends with what it has, and reports as it goes', async () => {
  await watch(...Array.from({ length: 50 }, (_, n) => `h${n}.example`));
  const stopping = new AbortController();
  const progress: number[] = [];
  const counts = await sweep({
    ...stage,
    signal: stopping.signal,
    concurrency: 2,
    async diagnose(target, options) {
      const seen = await stage.diagnose(target, options);
      await new Promise((resolve) => setImmediate(resolve));
      options.signal.throwIfAborted();
      return seen;
    },
    onProgress({ looked }) {
      progress.push(looked);
      if (looked === 10) stopping.abort();
    },
  });
  expect(counts.looked).toBeLessThan(50);
  expect(progress.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(stage.log.lines).toEqual([]);
});

test('servers that say nothing keep the sound ones waiting for none of them', async () => {
  const hosts = Array.from({ length: 60 }, (_, n) => (n % 6 === 0 ? `silent${n}.example` : `h${n}.example`));
  await watch(...hosts);
  const gate = Promise.withResolvers<void>();
  const counts = await sweep({
    ...stage,
    concurrency: 2,
    patienceMs: 1,
    async diagnose(target, options) {
      if (target.host.startsWith('silent')) await gate.promise;
      return stage.diagnose(target, options);
    },
    onProgress({ looked }) {
      // The gate opens only when all others were looked at.
      if (looked === 50) gate.resolve();
    },
  });
  expect(counts).toMatchObject({ looked: 60, healthy: 60 });
});

async function watch(...hosts: readonly string[]): Promise<void> {
  for (const host of hosts) await stage.store.endpoints.add(newEndpoint(host), noon);
}
