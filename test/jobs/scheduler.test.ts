import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Config, loadConfig } from '../../src/config.ts';
import { type Scheduler, type SchedulerOptions, startScheduler } from '../../src/jobs/scheduler.ts';
import type { SweepCounts } from '../../src/monitor/looking/sweep.ts';
import { setDigest } from '../../src/monitor/timing/schedule.ts';
import { openStore } from '../../src/store/index.ts';
import { drained } from '../support/drained.ts';
import { freePort } from '../support/processes/free-port.ts';
import { newEndpoint, ops } from '../support/store-fixtures.ts';
import { recordingLog } from '../support/watch-stage.ts';

let folder: string;
let config: Config;
let scheduler: Scheduler | null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-jobs-'));
  config = loadConfig({
    DATA_DIR: folder,
    ALLOWED_NETWORKS: '127.0.0.0/8',
    REFERENCE_HOSTS: 'off',
    SWEEP_INTERVAL: '1h',
    LOG_LEVEL: 'silent',
  });
  scheduler = null;
});
afterEach(async () => {
  await scheduler?.stop();
  await rm(folder, { recursive: true });
});

async function start(change: Partial<SchedulerOptions> = {}): Promise<Scheduler> {
  const log = recordingLog();
  scheduler = await startScheduler({ config, log, onQueued: () => undefined, ...change });
  return scheduler;
}

function jobsOf(name: string): string {
  return fileURLToPath(new URL(`../support/jobs/${name}/`, import.meta.url));
}

describe('the real worker', () => {
  test('sweeps when it starts and when asked, and writes what it saw', async () => {
    const store = await openStore(join(folder, 'notafter.db'));
    const port = await freePort();
    const endpoint = await store.endpoints.add(newEndpoint(`https://127.0.0.1:${port}`), new Date());
    const first = Promise.withResolvers<SweepCounts>();
    const running = await start({ onSwept: first.resolve });
    expect(await first.promise).toMatchObject({ looked: 1, broken: 1, pinged: 0 });
    expect(await store.endpoints.sighting(endpoint?.id ?? '')).toMatchObject({
      verdict: 'broken',
      rootCause: 'tcp/refused',
    });
    expect(await Promise.all([running.sweepNow(), running.sweepNow()])).toMatchObject([
      { looked: 1 },
      { looked: 1 },
    ]);
    await running.stop();
    await expect(running.sweepNow()).rejects.toThrow();
    await store.close();
  });

  test('posts a digest whose time has come, and says that the outbox has something', async () => {
    const store = await openStore(join(folder, 'notafter.db'));
    // Each minute: one whose time was yesterday would wait for today's.
    const schedule = { place: ops, cron: '* * * * *', zone: 'UTC', setBy: 'Alice' };
    await setDigest(store, schedule, new Date(Date.now() - 3_600_000));
    const queued = Promise.withResolvers<void>();
    await start({ onQueued: queued.resolve });
    await queued.promise;
    const [posted] = await drained(store, new Date());
    expect(posted?.to).toEqual({ kind: 'place', place: ops });
    await store.close();
  });
});

test('a worker with something left to say when it is stopped ends at its word, not at the deadline', async () => {
  // Bree alone would look at the first message only, and wait for ever.
  const running = await start({ root: jobsOf('chatty'), stopDeadlineMs: 600_000 });
  await running.stop();
});

test('the worker has bounds for its garbage', async () => {
  const running = await start({ root: jobsOf('bounded') });
  await running.stop();
});

describe('a worker that breaks', () => {
  test('is started again; the sweep it had is refused, the next is done, the log has one line', async () => {
    const log = recordingLog();
    const running = await start({ root: jobsOf('fragile'), firstRestartMs: 1, log });
    await expect(running.sweepNow()).rejects.toThrow(/cut off: out of luck/);
    expect(await running.sweepNow()).toMatchObject({ looked: 7 });
    expect(log.lines.filter((line) => !line.startsWith('debug'))).toEqual([
      'error the watch worker stopped and will be started again',
    ]);
  });

  test('at its first start is the caller’s to know', async () => {
    await expect(start({ root: jobsOf('stillborn') })).rejects.toThrow('no such store');
  });

  test('and will not listen is ended all the same', async () => {
    const running = await start({ root: jobsOf('deaf'), stopDeadlineMs: 20 });
    const asked = running.sweepNow();
    const refused = expect(asked).rejects.toThrow('stopping');
    await running.stop();
    await refused;
  });
});
