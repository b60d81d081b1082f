import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killOften } from '../support/crash/kill-often.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-crash-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** `npm run crash` does it two hundred times. */
test('killed at random moments of sweeps and deliveries, nothing is lost and nothing is repeated outside of the send window', async () => {
  const report = await killOften({ kills: 10, endpoints: 10, seed: 3, folder });
  expect(report.broken).toEqual([]);
  expect(report.rounds).toBeGreaterThan(0);
  expect(report.messages).toBeGreaterThan(report.duplicates);
}, 180_000);
