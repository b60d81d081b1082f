import { type Kysely, sql } from 'kysely';
import type { Mention, Place } from '../../core/people.ts';
import type { OwnedAsked, OwnedPage } from '../../core/store/endpoints.ts';
import type { Schema } from '../schema.ts';
import { readRowsOf } from './watch-lines.ts';

/** Only what tells whose it is is read of all; the rest of the page alone. */
export async function readOwned(
  db: Kysely<Schema>,
  { ids, isMine, from, limit, now }: OwnedAsked,
): Promise<OwnedPage> {
  const names = ids.map((id) => `%"id":${JSON.stringify(id).replace(/[\\%_]/g, '\\$&')}%`);
  const candidates = await db
    .selectFrom('endpoints')
    .leftJoin('sightings', 'sightings.endpoint_id', 'endpoints.id')
    .select(['endpoints.id', 'endpoints.owners', 'endpoints.labels', 'endpoints.home'])
    .where((where) =>
      where.or([
        // Those belong to whoever a rule names.
        where('endpoints.owners', '=', '[]'),
        ...names.map((name) => sql<boolean>`endpoints.owners like ${name} escape '\\'`),
      ]),
    )
    .orderBy(sql`case when sightings.not_after is null then 1 else 0 end`)
    .orderBy('sightings.not_after')
    .orderBy('endpoints.id')
    .execute();
  const mine = candidates.filter(({ id, owners, labels }) =>
    isMine({
      id,
      owners: JSON.parse(owners) as Mention[],
      labels: JSON.parse(labels) as Record<string, string>,
    }),
  );
  const lastPage = Math.max(0, Math.floor((mine.length - 1) / limit) * limit);
  const begin = Math.min(Math.max(0, from), lastPage);
  const page = mine.slice(begin, begin + limit).map(({ id }) => id);
  const homes = new Map(mine.map(({ home }) => [home, home]));
  return {
    from: begin,
    total: mine.length,
    rows: page.length === 0 ? [] : await readRowsOf(db, page, now),
    homes: [...homes.keys()].map((home) => JSON.parse(home) as Place),
  };
}
