import { type Kysely, sql, type Transaction } from 'kysely';
import type { Endpoint, Sighting, Watched, WellAsked } from '../../core/watch/endpoint.ts';
import { endpointOrNull, readable, sightingOrNull } from '../codec/readable.ts';
import type { Engine } from '../engine.ts';
import { jsonRows } from '../json-rows.ts';
import { writingRows } from '../many-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema, ServingTable } from '../schema.ts';
import { endpointsNaming, nameKeeper } from './naming.ts';

/** Clocks of two machines differ by less. */
const skewMs = 5 * 60_000;

/** A look of a later time than this was taken before the clock was set back, and is no later look. */
export function newestPossible(now: Date): number {
  return now.getTime() + skewMs;
}

type Served = { readonly kept: Sighting | null; readonly sighting: Sighting };

/** Replaces what these endpoints served, each of them another one. `kept`: what was known before. */
export function servingKeeper(
  engine: Engine,
): (db: Transaction<Schema>, seen: readonly Served[]) => Promise<void> {
  const keepNames = nameKeeper(engine);
  const servedAt = prepared((db, place: Place<{ ids: string }>) =>
    db
      .selectFrom('serving')
      .selectAll()
      .where(engine.isAmong('endpoint_id', place('ids'))),
  );
  const add = writingRows<ServingTable>(engine, {
    table: 'serving',
    columns: servingColumns,
    key: ['endpoint_id', 'fingerprint256'],
    known: 'stays',
  });
  const remove = prepared((db, place: Place<{ rows: string }>) => {
    const rows = engine.tableOf(servingColumns, place('rows'));
    const statement = sql<never>`delete from serving where (endpoint_id, fingerprint256) in (
      select endpoint_id, fingerprint256 from ${rows} as gone)`;
    return { compile: () => statement.compile(db) };
  });
  return async (db, seen) => {
    const known = seen.flatMap(({ kept, sighting }) => (kept === null ? [] : [sighting.endpointId]));
    const rows = known.length === 0 ? [] : await servedAt(db, { ids: jsonRows(known) });
    const before = Map.groupBy(rows, ({ endpoint_id }) => endpoint_id);
    const changed: Sighting[] = [];
    const gone: ServingTable[] = [];
    const added: ServingTable[] = [];
    for (const { sighting } of seen) {
      const { endpointId, served } = sighting;
      const old = before.get(endpointId) ?? [];
      const now = new Set(served.map(({ fingerprint256 }) => fingerprint256));
      // Most looks see what was seen before: then there is nothing to write.
      if (old.length === now.size && old.every((row) => now.has(row.fingerprint256))) continue;
      changed.push(sighting);
      gone.push(...old.filter((row) => !now.has(row.fingerprint256)));
      added.push(...[...now].map((fingerprint256) => ({ endpoint_id: endpointId, fingerprint256 })));
    }
    await keepNames(db, changed);
    if (gone.length > 0) await remove(db, { rows: jsonRows(gone) });
    await add(db, added);
  };
}

const servingColumns = { endpoint_id: 'text', fingerprint256: 'text' } as const;

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
    const byId = new Map(readable(endpoints, endpointOrNull).map((one) => [one.id, one]));
    for (const sighting of readable(sightings, sightingOrNull)) {
      const endpoint = byId.get(sighting.endpointId);
      if (endpoint !== undefined) found.push({ endpoint, sighting });
    }
  }
  return found;
}

export async function readDoubtful(db: Kysely<Schema>, limit: number): Promise<readonly Watched[]> {
  for (;;) {
    const { ids, watched } = await doubtfulPage(db, limit);
    const unread = without(ids, watched);
    if (unread.length > 0)
      await db.updateTable('sightings').set({ doubtful: 0 }).where('endpoint_id', 'in', unread).execute();
    // Behind those that cannot be read others may wait.
    if (watched.length > 0 || unread.length === 0) return watched;
  }
}

/** Those of which nothing can be made. */
export function without(ids: readonly string[], watched: readonly Watched[]): readonly string[] {
  const known = new Set(watched.map(({ endpoint }) => endpoint.id));
  return ids.filter((id) => !known.has(id));
}

async function doubtfulPage(db: Kysely<Schema>, limit: number) {
  const rows = await db
    .selectFrom('sightings')
    .select('endpoint_id')
    // Written out, not bound, or the partial index would not serve it.
    .where('doubtful', '=', sql.lit(1))
    .orderBy('at')
    .limit(limit)
    .execute();
  const ids = rows.map(({ endpoint_id }) => endpoint_id);
  const watched = await readWatched(db, ids);
  return {
    ids,
    watched: watched.toSorted((one, other) => one.sighting.at.getTime() - other.sighting.at.getTime()),
  };
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
  return readable(rows, endpointOrNull);
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
  return readable(rows, endpointOrNull);
}
