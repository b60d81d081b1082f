import type { Kysely, Transaction } from 'kysely';
import type { Sighting } from '../../core/watch/endpoint.ts';
import type { Schema } from '../schema.ts';

/** Names of one endpoint beyond this are those of somebody's whole fleet, and each has an endpoint of its own. */
const mostNames = 400;
/** Engines bind a limited number of values at a time. */
const batchSize = 500;

/** Replaces the names under which the endpoint is found by what it serves. */
export async function keepNames(
  db: Transaction<Schema> | Kysely<Schema>,
  { endpointId, served }: Pick<Sighting, 'endpointId' | 'served'>,
): Promise<void> {
  await db.deleteFrom('naming').where('endpoint_id', '=', endpointId).execute();
  const names = new Set(served.flatMap((one) => one.names.map((name) => name.toLowerCase())));
  if (names.size === 0) return;
  await db
    .insertInto('naming')
    .values([...names].slice(0, mostNames).map((name) => ({ endpoint_id: endpointId, name })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Ids of the endpoints that serve a certificate with one of these names in it. */
export async function endpointsNaming(
  db: Kysely<Schema>,
  names: readonly string[],
): Promise<readonly string[]> {
  const ids = new Set<string>();
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  for (let from = 0; from < wanted.length; from += batchSize) {
    const rows = await db
      .selectFrom('naming')
      .select('endpoint_id')
      .distinct()
      .where('name', 'in', wanted.slice(from, from + batchSize))
      .execute();
    for (const row of rows) ids.add(row.endpoint_id);
  }
  return [...ids].toSorted();
}
