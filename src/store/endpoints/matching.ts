import { type Kysely, sql } from 'kysely';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { endpointFrom } from '../codec/row-codec.ts';
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
  const literal = typed.toLowerCase().replace(/[\\%_]/g, '\\$&');
  const like = (pattern: string) => sql<boolean>`lower(url) like ${pattern} escape '\\'`;
  const rows = await db
    .selectFrom('endpoints')
    .selectAll()
    .where(like(`%${literal}%`))
    .orderBy(sql`case when lower(url) like ${`%://${literal}%`} escape '\\' then 0 else 1 end`)
    .orderBy('url')
    .orderBy('address')
    .limit(limit)
    .execute();
  return rows.map(endpointFrom);
}
