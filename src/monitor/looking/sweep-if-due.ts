import type { Log } from '../../core/log.ts';
import { claimTurn } from '../timing/claim-turn.ts';
import { sweepJob, sweepSlot } from '../timing/schedule.ts';
import { type SweepCounts, sweep } from './sweep.ts';
import type { Watcher } from './watcher.ts';

export type DueSweep = Watcher & {
  readonly log: Log;
  readonly intervalMs: number;
  readonly concurrency: number;
  readonly onSwept: (counts: SweepCounts) => void;
};

/** Sweeps if this interval's sweep is still to be done and nobody else does it. Returns when the next begins. */
export async function sweepIfDue(world: DueSweep): Promise<Date> {
  const { store, now, intervalMs, signal } = world;
  if (await claimTurn(store, sweepJob, intervalMs, now())) {
    const counts = await sweep(world);
    if (!signal.aborted) world.onSwept(counts);
  }
  return new Date(sweepSlot(intervalMs, now()).getTime() + intervalMs);
}
