import { describe, expect, test, vi } from 'vitest';
import { createCommonClock } from '../../src/monitor/timing/common-clock.ts';
import { patience } from '../support/patience.ts';
import { recordingLog } from '../support/watch-stage.ts';

const hourMs = 3_600_000;

describe('the clock that processes on one database have in common', () => {
  test('is their own until there is a database, and then that of the database, however their own jumps', async () => {
    let ownMs = 10 * hourMs;
    let passedMs = 0;
    const log = recordingLog();
    const clock = createCommonClock({ own: () => new Date(ownMs), stopwatch: () => passedMs, log });
    expect(clock.now()).toEqual(new Date(10 * hourMs));
    await clock.follow(async () => new Date(5 * hourMs));
    expect(clock.now()).toEqual(new Date(5 * hourMs));
    ownMs = 0;
    passedMs = 1234;
    expect(clock.now()).toEqual(new Date(5 * hourMs + 1234));
    clock.stop();
  });

  test('counts half of the way to the database and back', async () => {
    let passedMs = 0;
    const clock = createCommonClock({
      own: () => new Date(0),
      stopwatch: () => passedMs,
      log: recordingLog(),
    });
    await clock.follow(async () => {
      passedMs += 40;
      return new Date(1000);
    });
    expect(clock.now()).toEqual(new Date(1020));
    clock.stop();
  });

  test('is read again and again, goes on while it cannot be read, and is told of once where they differ', async () => {
    const warnings: unknown[] = [];
    const log = { ...recordingLog(), warn: (about: object) => warnings.push(about) };
    let reads = 0;
    const clock = createCommonClock({
      ...{ own: () => new Date(hourMs), stopwatch: () => 0, log, everyMs: 5 },
    });
    await clock.follow(async () => {
      reads += 1;
      if (reads === 2) throw new Error('the database is away');
      return new Date(reads);
    });
    await vi.waitFor(() => expect(clock.now().getTime()).toBeGreaterThan(3), patience);
    clock.stop();
    expect(warnings).toEqual([{ aheadMs: hourMs - 1 }]);
  });

  test('stays their own until that of the database can be read', async () => {
    let reads = 0;
    const clock = createCommonClock({
      ...{ own: () => new Date(7), stopwatch: () => 0, log: recordingLog(), everyMs: 5 },
    });
    await clock.follow(async () => {
      reads += 1;
      if (reads === 1) throw new Error('the database is away');
      return new Date(hourMs);
    });
    expect([reads, clock.now()]).toEqual([1, new Date(7)]);
    await vi.waitFor(() => expect(clock.now()).toEqual(new Date(hourMs)), patience);
    clock.stop();
  });
});
