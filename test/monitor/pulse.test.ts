import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/core/store/store.ts';
import { parseTarget } from '../../src/core/target.ts';
import { takePulse } from '../../src/monitor/pulse.ts';
import { openStore } from '../../src/store/index.ts';
import { after, newEndpoint, noon, sightingOf } from '../support/store-fixtures.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:');
});
afterEach(() => store.close());

const hourMs = 3_600_000;

async function watch(url: string, lookedMs: number | null): Promise<void> {
  const endpoint = await store.endpoints.add({ ...newEndpoint(url), target: parseTarget(url) }, noon);
  if (endpoint === null || lookedMs === null) return;
  await store.endpoints.recordLook({ ...sightingOf(endpoint.id), at: after(lookedMs) }, [], after(lookedMs));
}

test('counts all, tells of so many as are wanted, and knows how late the latest look is', async () => {
  await watch('https://a.example/?token=secret', 0);
  await watch('https://a.example/?token=other', 0);
  await watch('https://b.example/', 5 * hourMs);
  await watch('https://c.example/', null);
  const world = { store, now: () => after(10 * hourMs), sweepIntervalMs: 6 * hourMs };
  const pulse = await takePulse({ ...world, mostLines: 10 });
  expect(pulse.endpoints.unseen).toBe(1);
  expect(Object.values(pulse.endpoints).reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(pulse.soonest.map(({ target }) => target).toSorted()).toEqual([
    'https://a.example:443/',
    'https://b.example:443/',
  ]);
  expect(JSON.stringify(pulse)).not.toContain('secret');
  expect(pulse.leftOut).toBe(2);
  expect(pulse.sweepLagMs).toBe(4 * hourMs);
  expect((await takePulse({ ...world, mostLines: 1 })).soonest).toHaveLength(1);
  expect((await takePulse({ ...world, mostLines: 0 })).soonest).toEqual([]);
});
