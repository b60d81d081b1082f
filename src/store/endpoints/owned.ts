import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Mention } from '../../core/people.ts';
import type { OwnedAsked, OwnedPage } from '../../core/store/endpoints.ts';
import { jsonOrNull } from '../../core/text/json.ts';
import { isPlace } from '../codec/kept-message.ts';
import { isLabels, isOwners } from '../codec/readable.ts';
import type { Schema } from '../schema.ts';
import { readRowsOf } from './watch-lines.ts';

/** So many are read at once: the bot answers others in between. */
const batchSize = 250;

type Mine = { readonly id: string; readonly end: number; readonly home: string };

/** Only what tells whose it is is read of all; the rest of the page alone. */
export async function readOwned(
  db: Kysely<Schema>,
  { ids, isMine, from, limit, now }: OwnedAsked,
): Promise<OwnedPage> {
  const mine: Mine[] = [];
  for await (const batch of readMine(db, ids, isMine)) mine.push(...batch);
  mine.sort((one, other) => (one.end === other.end ? (one.id < other.id ? -1 : 1) : one.end - other.end));
  const lastPage = Math.max(0, Math.floor((mine.length - 1) / limit) * limit);
  const begin = Math.min(Math.max(0, from), lastPage);
  const page = mine.slice(begin, begin + limit).map(({ id }) => id);
  const homes = new Set(mine.map(({ home }) => home));
  return {
    from: begin,
    total: mine.length,
    rows: page.length === 0 ? [] : await readRowsOf(db, page, now),
    homes: [...homes].map(jsonOrNull).filter(isPlace),
  };
}

/** In the order of ids, with a turn for everybody else between two batches. */
async function* readMine(
  db: Kysely<Schema>,
  ids: OwnedAsked['ids'],
  isMine: OwnedAsked['isMine'],
): AsyncGenerator<readonly Mine[]> {
  const names = ids.map((id) => `%"id":${JSON.stringify(id).replace(/[\\%_]/g, '\\$&')}%`);
  /** Most endpoints are owned and labelled as others are. */
  const judged = new Map<string, boolean>();
  const judge = (id: string, owners: string, labels: string): boolean => {
    const key = `${owners} ${labels}`;
    const before = judged.get(key);
    if (before !== undefined) return before;
    const named = jsonOrNull(owners);
    const labelled = jsonOrNull(labels);
    const is =
      isOwners(named) &&
      isLabels(labelled) &&
      isMine({ id, owners: named as Mention[], labels: labelled as Record<string, string> });
    if (judged.size < batchSize) judged.set(key, is);
    return is;
  };
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('endpoints')
      .leftJoin('sightings', 'sightings.endpoint_id', 'endpoints.id')
      .select([
        'endpoints.id',
        'endpoints.owners',
        'endpoints.labels',
        'endpoints.home',
        'sightings.not_after',
      ])
      .where('endpoints.id', '>', after)
      .where((where) =>
        where.or([
          // Those belong to whoever a rule names.
          where('endpoints.owners', '=', '[]'),
          ...names.map((name) => sql<boolean>`endpoints.owners like ${name} escape '\\'`),
        ]),
      )
      .orderBy('endpoints.id')
      .limit(batchSize)
      .execute();
    yield rows
      .filter(({ id, owners, labels }) => judge(id, owners, labels))
      .map(({ id, home, not_after }) => ({ id, home, end: not_after ?? Number.POSITIVE_INFINITY }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = last.id;
    await nextTurn();
  }
}
