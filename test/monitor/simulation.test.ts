import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quickFolder } from '../support/quick-folder.ts';
import { simulate } from '../support/simulation/simulate.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(quickFolder(), 'notafter-simulation-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** `npm run simulate` is the whole of it: two thousand certificates and a year. */
const small = { seed: 1, certificates: 14, days: 30, sweepEvery: '12h' } as const;

test('two processes through a month: no lapse unannounced, nobody called twice', async () => {
  const { counts, broken } = await simulate({ ...small, healthy: false, folder });
  expect(broken).toEqual([]);
  expect(counts['ended while served']).toBeGreaterThan(0);
  expect(counts['announced and called before']).toBeGreaterThan(0);
  expect(counts['processes stopped in the middle']).toBeGreaterThan(1);
  expect(counts.calls).toBeGreaterThan(0);
}, 180_000);

test('a healthy fleet speaks once a day and calls nobody, whatever becomes of us', async () => {
  const { counts, broken } = await simulate({ ...small, healthy: true, folder });
  expect(broken).toEqual([]);
  expect(counts['ended while served']).toBe(0);
  expect(counts.calls).toBe(0);
  expect(counts['most unprompted messages in a place and day']).toBe(1);
}, 180_000);
