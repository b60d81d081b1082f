import type { Kysely } from 'kysely';
import type { Sighting } from '../../core/watch/endpoint.ts';
import type { Engine } from '../engine.ts';
import { jsonRows } from '../json-rows.ts';
import { writingRows } from '../many-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { NamingTable, Schema } from '../schema.ts';

/** Names of one endpoint beyond this are those of somebody's whole fleet, and each has an endpoint of its own. */
const mostNames = 400;
/** Engines bind a limited number of values at a time. */
const batchSize = 500;

type Named = Pick<Sighting, 'endpointId' | 'served'>;

/** Replaces the names under which these endpoints are found by what they serve. */
export function nameKeeper(engine: Engine): (db: Kysely<Schema>, all: readonly Named[]) => Promise<void> {
  const forget = prepared((db, place: Place<{ ids: string }>) =>
    db.deleteFrom('naming').where(engine.isAmong('endpoint_id', place('ids'))),
  );
  const add = writingRows<NamingTable>(engine, {
    table: 'naming',
    columns: { endpoint_id: 'text', name: 'text' },
    key: ['endpoint_id', 'name'],
    known: 'stays',
  });
  return async (db, all) => {
    if (all.length === 0) return;
    await forget(db, { ids: jsonRows(all.map(({ endpointId }) => endpointId)) });
    await add(db, all.flatMap(namesOf));
  };
}

function namesOf({ endpointId, served }: Named): readonly NamingTable[] {
  const names = new Set(served.flatMap((one) => one.names.map((name) => name.toLowerCase())));
  return [...names].slice(0, mostNames).map((name) => ({ endpoint_id: endpointId, name }));
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
