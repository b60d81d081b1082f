import type { Transaction } from 'kysely';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import type { Amendment } from '../../core/watch/lists/brought.ts';
import type { Schema } from '../schema.ts';
import { changedColumns, endpointRow, removeUnreadable } from './endpoint-rows.ts';

/** Engines bind a limited number of values at a time. */
const batchSize = 200;

/** What is there already is not added again; what is gone is neither changed nor removed. */
export async function amendEndpoints(
  db: Transaction<Schema>,
  { add, change, remove }: Amendment,
): Promise<void> {
  for (const some of batches(remove)) await db.deleteFrom('endpoints').where('id', 'in', some).execute();
  for (const some of batches<Endpoint>(add)) {
    await removeUnreadable(
      db,
      some.map(({ target }) => target),
    );
    await db
      .insertInto('endpoints')
      .values(some.map(endpointRow))
      .onConflict((conflict) => conflict.columns(['url', 'address']).doNothing())
      .execute();
  }
  for (const { id, change: one, origin } of change) {
    const columns = { ...changedColumns(one), ...(origin === undefined ? {} : { origin }) };
    if (Object.keys(columns).length === 0) continue;
    await db.updateTable('endpoints').set(columns).where('id', '=', id).execute();
  }
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += batchSize) yield all.slice(from, from + batchSize);
}
