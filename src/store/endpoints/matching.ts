import { type Kysely, sql } from 'kysely';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { countWatched, type WatchCounts } from '../../core/watch/watch-bounds.ts';
import { endpointOrNull, readable } from '../codec/readable.ts';
import type { Schema } from '../schema.ts';

/**
 * A URL holds its host after "://": that, or a later label of it, is what people begin to type. Lower case on both sides: LIKE tells
 * cases apart in PostgreSQL and not in SQLite.
 */
export async function readMatching(
  db: Kysely<Schema>,
  typed: string,
  limit: number,
): Promise<readonly Endpoint[]> {
  const part = literal(typed);
  const rows = await db
    .selectFrom('endpoints')
    .selectAll()
    .where(like(`%${part}%`))
    .orderBy(sql`case when lower(url) like ${`%://${part}%`} escape '\\' then 0 else 1 end`)
    .orderBy('url')
    .orderBy('address')
    .limit(limit)
    .execute();
  return readable(rows, endpointOrNull);
}

/** A path may hold another URL, so what is found is read as what it is. */
export async function readCounts(
  db: Kysely<Schema>,
  hosts: readonly string[],
  addedId: string,
): Promise<WatchCounts> {
  const named = hosts.map((host) => like(`%://${literal(host.includes(':') ? `[${host}]` : host)}:%`));
  const rows = await db
    .selectFrom('endpoints')
    .selectAll()
    .where(({ or, eb }) => or([eb('address', 'in', hosts), ...named]))
    .execute();
  const own = await db
    .selectFrom('endpoints')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('added_id', '=', addedId)
    .executeTakeFirstOrThrow();
  const counted = countWatched(readable(rows, endpointOrNull), '');
  return {
    hosts: new Map(hosts.map((host) => [host, counted.hosts.get(host) ?? 0])),
    person: Number(own.count),
  };
}

function literal(words: string): string {
  return words.toLowerCase().replace(/[\\%_]/g, '\\$&');
}

function like(pattern: string) {
  return sql<boolean>`lower(url) like ${pattern} escape '\\'`;
}
