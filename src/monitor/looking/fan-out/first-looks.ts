import type { Queue } from '../../../core/queue.ts';
import type { Store } from '../../../core/store/store.ts';
import { lookAtAll, type Sweep, type SweepCounts } from '../sweep.ts';
import { firstLookQueue } from './jobs.ts';

const batchSize = 100;
const mostPlanned = 5000;

/** Shares out what nobody looked at yet; the next ones once those are done, since what is unseen changes meanwhile. */
export async function planFirstLooks({
  store,
  queue,
}: {
  readonly store: Store;
  readonly queue: Queue;
}): Promise<null> {
  if ((await queue.pending(firstLookQueue)) > 0) return null;
  const begun = (await store.sweeps.running()).map(({ plannedAt }) => plannedAt.getTime());
  const ids = (await store.endpoints.unseen(mostPlanned))
    // A sweep that was planned after it came will look at it.
    .filter(({ addedAt }) => !begun.some((at) => at > addedAt.getTime()))
    .map(({ id }) => id);
  const jobs = [];
  for (let from = 0; from < ids.length; from += batchSize) {
    const some = ids.slice(from, from + batchSize);
    jobs.push({ key: some[0] ?? '', data: { ids: some } });
  }
  if (jobs.length > 0) await queue.send(firstLookQueue, jobs);
  return null;
}

/** Looks at those of them that still nobody looked at. */
export async function lookAtFirst(ids: readonly string[], world: Sweep): Promise<SweepCounts> {
  const rows = await world.store.endpoints.rowsOf(ids, world.now());
  const unseen = rows.filter(({ sighting }) => sighting === null).map(({ endpoint }) => endpoint);
  const counts = await lookAtAll(unseen, world);
  world.signal.throwIfAborted();
  return counts;
}
