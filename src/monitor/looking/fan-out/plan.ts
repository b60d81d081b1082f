import type { Log } from '../../../core/log.ts';
import type { Queue } from '../../../core/queue.ts';
import type { Store } from '../../../core/store/store.ts';
import type { PlannedSweep } from '../../../core/store/sweeps.ts';
import { claimTurn } from '../../timing/claim-turn.ts';
import { sweepJob, sweepSlot } from '../../timing/schedule.ts';
import { batchesOf, batchQueue, batchSize, endQueue } from './jobs.ts';

export type Planning = {
  readonly store: Store;
  readonly queue: Queue;
  readonly now: () => Date;
  readonly log: Log;
  readonly intervalMs: number;
};

const lookAgainMs = 5000;

/**
 * Shares out the sweep of this interval if that is still to be done and nobody else does it. Returns when to ask again. A
 * sweep that takes longer than its interval is seen through first: another beside it would only make both later.
 */
export async function planSweeps(world: Planning): Promise<Date> {
  const { store, now, intervalMs } = world;
  const running = await store.sweeps.running();
  for (const sweep of running) await seeThrough(sweep, world);
  if (running.length > 0) return soon(world);
  const at = now();
  if (await claimTurn(store, sweepJob, intervalMs, at)) await begin(at, world);
  return soon(world);
}

async function begin(at: Date, world: Planning): Promise<void> {
  const slot = sweepSlot(world.intervalMs, at);
  // The moment beside it: a clock that was set back plans a slot anew that was planned before.
  const sweep = { id: `${slot.getTime()}-${at.getTime()}`, slot, plannedAt: at };
  if (await world.store.sweeps.begin(sweep)) await share({ ...sweep, bounds: null }, world);
}

/** Queues what is not done; a batch that waits or is worked at already is not queued again. */
async function share(sweep: PlannedSweep, { store, queue }: Planning): Promise<void> {
  const bounds =
    sweep.bounds ?? (await store.sweeps.setBounds(sweep.id, await store.endpoints.bounds(batchSize)));
  const done = new Set(await store.sweeps.keptBatches(sweep.id));
  const left = batchesOf(sweep.id, bounds).filter(({ batch }) => !done.has(batch));
  if (left.length === 0) {
    await queue.send(endQueue, [{ key: sweep.id, data: { sweep: sweep.id } }]);
    return;
  }
  const jobs = left.map((job) => ({ key: `${job.sweep}:${job.batch}`, data: job }));
  await queue.send(batchQueue, jobs);
}

/** Makes up for whoever died before all of it was queued, and ends one that cannot be done. */
async function seeThrough(sweep: PlannedSweep, world: Planning): Promise<void> {
  const { queue, log, now, intervalMs } = world;
  if ((await queue.pending(batchQueue)) + (await queue.pending(endQueue)) > 0) return;
  const ageMs = Math.abs(now().getTime() - sweep.plannedAt.getTime());
  if (ageMs < Math.max(2 * intervalMs, lookAgainMs)) {
    await share(sweep, world);
    return;
  }
  // Its batches were given up again and again: what was seen is judged, and the next sweep looks at the rest.
  log.warn({ sweep: sweep.id }, 'a sweep was not done in time, and is ended with what was seen');
  await queue.send(endQueue, [{ key: sweep.id, data: { sweep: sweep.id } }]);
}

function soon({ now, intervalMs }: Planning): Date {
  const at = now();
  const next = sweepSlot(intervalMs, at).getTime() + intervalMs;
  return new Date(Math.min(next, at.getTime() + lookAgainMs));
}
