import { join } from 'node:path';
import type { Diagnose } from '../../../src/core/services.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { parseDuration } from '../../../src/core/text/duration.ts';
import { setDigest } from '../../../src/monitor/timing/schedule.ts';
import { openSqliteStore } from '../../../src/store/index.ts';
import { recordingLog } from '../watch-stage.ts';
import { during, makeDisasters, turningPoints } from './disasters.ts';
import { makeFleet, ownerOf, type Site } from './fleet.ts';
import { seenAt } from './forged-diagnose.ts';
import { openLedger } from './ledger.ts';
import { judge, type Report } from './promises.ts';
import { randomFrom } from './random.ts';
import { openSightings } from './sightings.ts';
import { startProcess, type WatcherProcess } from './watcher-process.ts';

export type SimulationOptions = {
  readonly seed: number;
  readonly certificates: number;
  readonly days: number;
  /** Everything is renewed in time and nothing of theirs breaks; what goes wrong on our side still does. */
  readonly healthy: boolean;
  /** As the setting says it: "12h". */
  readonly sweepEvery: string;
  /** An empty folder for the database. */
  readonly folder: string;
  onProgress?(words: string): void;
  /** Ends it early: what was until then is held against the promises. */
  readonly signal?: AbortSignal;
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const begin = Date.UTC(2026, 0, 5, 0, 0, 30);
const longestStepMs = 6 * 60 * minuteMs;
const digestPlaces = 4;

/**
 * Lets two processes on one real store watch a forged fleet through a year of virtual time, from one moment at which
 * something is due to the next, and holds what arrived against what was promised.
 */
export async function simulate(options: SimulationOptions): Promise<Report> {
  const { seed, certificates, days, healthy, folder } = options;
  const random = randomFrom(seed);
  const end = begin + days * dayMs;
  const sites = makeFleet({ certificates, begin, end, healthy }, random);
  const disasters = makeDisasters(begin, end, random);
  const sightings = openSightings();
  let at = begin;
  const clock = () => new Date(at + (during(disasters.clock, at)?.offMs ?? 0));
  const ledger = openLedger(
    () => during(disasters.chatDown, at) !== null,
    () => at,
  );
  const path = join(folder, 'notafter.db');
  const log = recordingLog();
  const listeners = new Map(sites.flatMap((site) => site.listeners.map((one) => [one.host, one])));
  const truth = { listeners, disasters, random };
  const diagnose: Diagnose = async (target) => {
    const diagnosis = seenAt(target, truth, at, clock());
    sightings.look(diagnosis, at);
    return diagnosis;
  };
  await watchAll(path, sites, clock());

  const sweepMs = parseDuration(options.sweepEvery);
  // As the bot opens it: what a look saw stands for two sweeps.
  const longestGapMs = 2 * sweepMs;
  const open = async (): Promise<WatcherProcess> =>
    startProcess({
      store: ledger.overhear(await openSqliteStore({ path, longestGapMs })),
      now: clock,
      diagnose,
      send: ledger.send,
      random: () => random.next(),
      log,
      sweepEvery: options.sweepEvery,
    });
  const processes: (WatcherProcess | null)[] = [await open(), await open()];
  const points = turningPoints(disasters);
  let steps = 0;
  let restarts = 0;

  while (at < end && options.signal?.aborted !== true) {
    await stopAndStart();
    const alive = processes.filter((one) => one !== null);
    const moments = await Promise.all(alive.map((one) => one.turn()));
    at = nextMoment(moments);
    steps += 1;
    if (steps % 500 === 0) options.onProgress?.(progressWords());
  }
  for (const one of processes) await one?.stop();
  return judge({
    sites,
    begin,
    end: at,
    healthy,
    delivered: ledger.delivered,
    sightings,
    counts: { steps, restarts, faults: log.lines.filter((line) => line.startsWith('error')).length },
    disasters,
  });

  async function stopAndStart(): Promise<void> {
    for (const [index, running] of processes.entries()) {
      const down = during(
        disasters.stops.filter(({ process }) => process === index),
        at,
      );
      if (down === null && running === null) processes[index] = await open();
      if (down === null || running === null) continue;
      // In the middle of what it does just now, if it has anything to do.
      running.stopAfter(random.whole(1, 40));
      await running.turn();
      await running.stop();
      restarts += 1;
      processes[index] = null;
    }
  }

  /** The first thing to come, by whichever clock; at least a second on, or a fault would stop the time. */
  function nextMoment(moments: readonly (Date | null)[]): number {
    const offMs = clock().getTime() - at;
    const due = moments.filter((one) => one !== null).map((one) => one.getTime() - offMs);
    const turning = points.find((point) => point > at) ?? end;
    return Math.max(at + 1000, Math.min(...due, turning, at + longestStepMs, end));
  }

  function progressWords(): string {
    const share = Math.floor((100 * (at - begin)) / (end - begin));
    return `${share} %: ${sightings.looks()} looks, ${ledger.delivered.length} messages, ${steps} steps`;
  }
}

async function watchAll(path: string, sites: readonly Site[], now: Date): Promise<void> {
  const store = await openSqliteStore({ path });
  for (const { home, owners, listeners } of sites) {
    for (const { host } of listeners) {
      const target = parseTarget(host);
      await store.endpoints.add({ target, home, owners, labels: {}, addedBy: 'simulation' }, now);
    }
  }
  await store.rules.set({
    scope: { kind: 'all' },
    owners: [ownerOf(999)],
    policy: { oncall: { platform: 'slack', channel: 'CONCALL' } },
    setBy: 'simulation',
    setAt: now,
  });
  for (let team = 0; team < digestPlaces; team++) {
    const place = { platform: 'slack', channel: `C${team}` } as const;
    await setDigest(store, { place, cron: `${team} 9 * * *`, zone: 'UTC', setBy: 'simulation' }, now);
  }
  await store.close();
}
