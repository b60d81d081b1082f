import type { Kysely, Transaction } from 'kysely';
import type { Endpoint, EndpointChange } from '../../core/watch/endpoint.ts';
import { endpointOrNull, readable } from '../codec/readable.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';
import { changedColumns } from './endpoint-rows.ts';

/** Engines bind a limited number of values at a time. */
const batchSize = 500;

export async function changeAll(
  db: Kysely<Schema>,
  ids: readonly string[],
  change: EndpointChange,
): Promise<readonly Endpoint[]> {
  return inTransaction(db, async (transaction) => {
    const changed: Endpoint[] = [];
    for (let from = 0; from < ids.length; from += batchSize) {
      changed.push(...(await changeSome(transaction, ids.slice(from, from + batchSize), change)));
    }
    return changed;
  });
}

async function changeSome(
  db: Transaction<Schema>,
  ids: readonly string[],
  change: EndpointChange,
): Promise<readonly Endpoint[]> {
  const columns = changedColumns(change);
  const rows =
    Object.keys(columns).length === 0
      ? await db.selectFrom('endpoints').selectAll().where('id', 'in', ids).execute()
      : await db.updateTable('endpoints').set(columns).where('id', 'in', ids).returningAll().execute();
  // Whoever dies before its alarms heard of it leaves that to the next tick.
  if (change.muted !== undefined) {
    await db.updateTable('sightings').set({ turns_at: 0 }).where('endpoint_id', 'in', ids).execute();
  }
  return readable(rows, endpointOrNull);
}
