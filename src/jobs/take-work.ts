import type { Queue, Work } from '../core/queue.ts';
import { endSweep } from '../monitor/looking/fan-out/end-sweep.ts';
import { lookAtFirst } from '../monitor/looking/fan-out/first-looks.ts';
import {
  batchQueue,
  endQueue,
  firstLookQueue,
  readBatchJob,
  readEndJob,
  readFirstLookJob,
} from '../monitor/looking/fan-out/jobs.ts';
import { lookAtBatch } from '../monitor/looking/fan-out/look-at-batch.ts';
import { sharedLanes } from '../monitor/looking/fan-out/shared-lanes.ts';
import type { DutyWorld } from './duty.ts';

/** Bounds what a worker holds that is given to others only when it is found dead. */
const mostBatches = 64;
const mostFirstLooks = 2;

/** What this process takes from the queue that it shares with others. */
export async function takeWork(world: DutyWorld): Promise<readonly Pick<Work, 'stop'>[]> {
  const { config, services } = world;
  const queue = await services.queue();
  const works: Promise<Pick<Work, 'stop'>>[] = [];
  if (config.roles.includes('worker')) works.push(takeBatches(world, queue), takeFirstLooks(world, queue));
  if (config.roles.includes('scheduler')) works.push(takeEnds(world, queue));
  return Promise.all(works);
}

async function takeBatches(world: DutyWorld, queue: Queue): Promise<Pick<Work, 'stop'>> {
  const stopping = new AbortController();
  const { config } = world;
  const { concurrency } = config.sweep;
  const lanes = sharedLanes({ concurrency, signal: stopping.signal, parked: world.pace?.waiting });
  const options = { atOnce: mostBatches, mayTake: lanes.hasRoom };
  const work = await queue.work(batchQueue, options, async ({ data, attempt }, signal) => {
    const pinged = await lookAtBatch(readBatchJob(data), attempt, {
      ...watcherOf(world),
      ...{ queue, lanes, signal, from: config.vantageName ?? 'here' },
    });
    if (pinged > 0) world.onQueued();
  });
  return {
    async stop() {
      stopping.abort();
      await work.stop();
      await lanes.ended;
    },
  };
}

function takeFirstLooks(world: DutyWorld, queue: Queue): Promise<Work> {
  const { concurrency } = world.config.sweep;
  return queue.work(firstLookQueue, { atOnce: mostFirstLooks }, async ({ data }, signal) => {
    const { ids } = readFirstLookJob(data);
    const counts = await lookAtFirst(ids, { ...watcherOf(world), concurrency, signal });
    if (counts.pinged > 0) world.onQueued();
  });
}

function takeEnds(world: DutyWorld, queue: Queue): Promise<Work> {
  return queue.work(endQueue, { atOnce: 1 }, async ({ data }, signal) => {
    const counts = await endSweep(readEndJob(data).sweep, { ...watcherOf(world), signal });
    if (counts !== null) world.onSwept(counts, []);
  });
}

function watcherOf({ store, diagnoseMany: diagnose, pace, now, log, random, config, services }: DutyWorld) {
  const { askOthers } = services;
  return { askOthers, store, diagnose, pace, now, log, random, serverZone: config.zone };
}
