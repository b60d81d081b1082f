import type { Ripe } from '../../../core/store/sweeps.ts';
import { addCounts, noCounts, type SweepCounts } from '../../../core/watch/sweep-counts.ts';
import { confirmRipe } from '../confirm.ts';
import type { Watcher } from '../watcher.ts';

/**
 * What a sweep does at its end, when it is known how the fleet fares. Done again it finds confirmed what was. Null: somebody
 * else ended it.
 */
export async function endSweep(id: string, watcher: Watcher): Promise<SweepCounts | null> {
  const { store, now, signal } = watcher;
  const sweep = await store.sweeps.find(id);
  if (sweep === null) return null;
  const batches = await store.sweeps.keptBatches(id);
  let counts = noCounts;
  for (const batch of batches) {
    const outcome = await store.sweeps.batch(id, batch);
    if (outcome !== null) counts = addCounts(counts, outcome.counts);
  }
  const pinged = await confirmRipe(ripe(), watcher);
  signal.throwIfAborted();
  if (!(await store.sweeps.end(id, now()))) return null;
  return { ...counts, pinged: counts.pinged + pinged };

  async function* ripe(): AsyncGenerator<Ripe> {
    for (const batch of batches) {
      signal.throwIfAborted();
      yield* (await store.sweeps.batch(id, batch))?.ripe ?? [];
    }
  }
}
