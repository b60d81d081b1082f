import { type Kysely, sql, type Transaction } from 'kysely';
import type { Endpoint, Sighting, Watched, WellAsked } from '../../core/watch/endpoint.ts';
import { endpointFrom, sightingFrom } from '../codec/row-codec.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { endpointsNaming, keepNames } from './naming.ts';

/** Clocks of two machines differ by less. */
const skewMs = 5 * 60_000;

/** A look of a later time than this was taken before the clock was set back, and is no later look. */
export function newestPossible(now: Date): number {
  return now.getTime() + skewMs;
}

/** Replaces what the endpoint served, unless a later look was saved already. */
export async function keepServing(
  db: Transaction<Schema>,
  { endpointId, at, served }: Sighting,
  now: Date,
): Promise<void> {
  const [newest] = await lastSeen(db, { endpointId });
  if (newest !== undefined && newest.at > at.getTime() && newest.at <= newestPossible(now)) return;
  const fingerprints = [...new Set(served.map(({ fingerprint256 }) => fingerprint256))];
  if (await isServing(db, endpointId, fingerprints)) return;
  await keepNames(db, { endpointId, served });
  let old = db.deleteFrom('serving').where('endpoint_id', '=', endpointId);
  if (fingerprints.length > 0) old = old.where('fingerprint256', 'not in', fingerprints);
  await old.execute();
  if (fingerprints.length === 0) return;
  await db
    .insertInto('serving')
    .values(fingerprints.map((fingerprint256) => ({ endpoint_id: endpointId, fingerprint256 })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Most looks see what was seen before: then there is nothing to write. */
async function isServing(
  db: Transaction<Schema>,
  endpointId: string,
  fingerprints: readonly string[],
): Promise<boolean> {
  const rows = await servedAt(db, { endpointId });
  return (
    rows.length === fingerprints.length && rows.every((row) => fingerprints.includes(row.fingerprint256))
  );
}

const lastSeen = prepared((db, place: Place<{ endpointId: string }>) =>
  db.selectFrom('sightings').select('at').where('endpoint_id', '=', place('endpointId')),
);

const servedAt = prepared((db, place: Place<{ endpointId: string }>) =>
  db.selectFrom('serving').select('fingerprint256').where('endpoint_id', '=', place('endpointId')),
);

/** Engines bind a limited number of values at a time. */
const batchSize = 500;

export async function readServing(
  db: Kysely<Schema>,
  fingerprints256: readonly string[],
): Promise<readonly Watched[]> {
  const ids = new Set<string>();
  for (let from = 0; from < fingerprints256.length; from += batchSize) {
    const rows = await db
      .selectFrom('serving')
      .select('endpoint_id')
      .where('fingerprint256', 'in', fingerprints256.slice(from, from + batchSize))
      .execute();
    for (const row of rows) ids.add(row.endpoint_id);
  }
  return readWatched(db, [...ids].toSorted());
}

export async function readNaming(db: Kysely<Schema>, names: readonly string[]): Promise<readonly Watched[]> {
  return readWatched(db, await endpointsNaming(db, names));
}

export async function readWatched(db: Kysely<Schema>, ids: readonly string[]): Promise<readonly Watched[]> {
  const found: Watched[] = [];
  for (let from = 0; from < ids.length; from += batchSize) {
    const some = ids.slice(from, from + batchSize);
    const endpoints = await db.selectFrom('endpoints').selectAll().where('id', 'in', some).execute();
    const sightings = await db.selectFrom('sightings').selectAll().where('endpoint_id', 'in', some).execute();
    const byId = new Map(endpoints.map((row) => [row.id, endpointFrom(row)]));
    for (const row of sightings) {
      const endpoint = byId.get(row.endpoint_id);
      if (endpoint !== undefined) found.push({ endpoint, sighting: sightingFrom(row) });
    }
  }
  return found;
}

export async function readDoubtful(db: Kysely<Schema>, limit: number): Promise<readonly Watched[]> {
  const rows = await db
    .selectFrom('sightings')
    .select('endpoint_id')
    // Written out, not bound, or the partial index would not serve it.
    .where('doubtful', '=', sql.lit(1))
    .orderBy('at')
    .limit(limit)
    .execute();
  const watched = await readWatched(
    db,
    rows.map(({ endpoint_id }) => endpoint_id),
  );
  return watched.toSorted((one, other) => one.sighting.at.getTime() - other.sighting.at.getTime());
}

export async function readWell(
  db: Kysely<Schema>,
  { after, before, now, limit }: WellAsked,
): Promise<readonly Endpoint[]> {
  const rows = await db
    .selectFrom('endpoints')
    .innerJoin('sightings', 'sightings.endpoint_id', 'endpoints.id')
    .selectAll('endpoints')
    .where('endpoints.id', '>', after)
    .where('sightings.doubtful', '=', 0)
    .where('sightings.verdict', '!=', 'broken')
    .where(({ eb, or }) =>
      or([eb('sightings.at', '<', before.getTime()), eb('sightings.at', '>', newestPossible(now))]),
    )
    .orderBy('endpoints.id')
    .limit(limit)
    .execute();
  return rows.map(endpointFrom);
}

export async function readUnseen(db: Kysely<Schema>, limit: number): Promise<readonly Endpoint[]> {
  const rows = await db
    .selectFrom('endpoints')
    .leftJoin('sightings', 'sightings.endpoint_id', 'endpoints.id')
    .selectAll('endpoints')
    .where('sightings.endpoint_id', 'is', null)
    .orderBy('endpoints.added_at')
    .orderBy('endpoints.id')
    .limit(limit)
    .execute();
  return rows.map(endpointFrom);
}
