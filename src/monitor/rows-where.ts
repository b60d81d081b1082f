import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../core/store/store.ts';
import type { WatchRow } from '../core/watch/endpoint.ts';
import { bySoonestEnd } from '../core/watch/soonest-end.ts';

const batchSize = 200;

/** Those rows of the watch list that are wanted, soonest end first, as `kept` leaves them; of the others only a batch at a time is in memory. */
export async function rowsWhere(
  store: Pick<Store, 'endpoints'>,
  now: Date,
  isWanted: (row: WatchRow) => boolean,
  kept: (row: WatchRow) => WatchRow = (row) => row,
): Promise<readonly WatchRow[]> {
  const wanted: WatchRow[] = [];
  for await (const batch of rowBatches(store, now))
    for (const row of batch) if (isWanted(row)) wanted.push(kept(row));
  return wanted.toSorted(bySoonestEnd);
}

/** The whole watch list by ids, with a turn for everybody else between two batches. */
export async function* rowBatches(
  { endpoints }: Pick<Store, 'endpoints'>,
  now: Date,
): AsyncGenerator<readonly WatchRow[]> {
  for await (const batch of endpoints.batches(batchSize)) {
    const ids = batch.map(({ id }) => id);
    yield await endpoints.rowsOf(ids, now);
    await nextTurn();
  }
}
