import type { Store } from '../../core/store/store.ts';
import { sweepSlot } from './schedule.ts';

/** Clocks of two machines differ by less. */
const skewMs = 5 * 60_000;
const mostSteps = 8;

/**
 * Takes the turn of this interval: true for exactly one of several processes. After the clock was set back its slots were
 * all taken once already, and nobody would look until it has caught up; then they are taken anew, in the name of that step.
 */
export async function claimTurn(store: Store, job: string, intervalMs: number, now: Date): Promise<boolean> {
  const slot = sweepSlot(intervalMs, now);
  let name = job;
  for (let step = 0; step < mostSteps; step++) {
    if (await store.slots.claim(name, slot, now)) return true;
    const latest = await store.slots.latest(name);
    if (latest === null || latest.getTime() <= now.getTime() + skewMs) return false;
    name = `${job}:back-from:${latest.getTime()}`;
  }
  return false;
}
