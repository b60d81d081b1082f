import type { Kysely } from 'kysely';
import type { SeenPart, Snapshot, SnapshotPart } from '../core/past/snapshot.ts';
import type { ObservationStore } from '../core/store.ts';
import type { Schema } from './schema.ts';

/** Anybody may check anything once; the targets looked at longest ago go first. */
const mostTargets = 20_000;

export function observationStore(db: Kysely<Schema>, limit = mostTargets): ObservationStore {
  return {
    async get(key) {
      const row = await db
        .selectFrom('observations')
        .select(['last', 'last_good'])
        .where('key', '=', key)
        .executeTakeFirst();
      if (row === undefined) return null;
      const lastGood = row.last_good === '' ? null : decodeSnapshot(row.last_good);
      return { last: decodeSnapshot(row.last), lastGood };
    },
    async put(key, { last, lastGood }) {
      const columns = {
        at: last.at.getTime(),
        last: JSON.stringify(last),
        last_good: lastGood === null ? '' : JSON.stringify(lastGood),
      };
      await db
        .insertInto('observations')
        .values({ key, ...columns })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet(columns).where('observations.at', '<=', columns.at),
        )
        .execute();
      await db
        .deleteFrom('observations')
        .where('at', '<', (query) =>
          query
            .selectFrom('observations as newer')
            .select('newer.at')
            .orderBy('newer.at', 'desc')
            .limit(1)
            .offset(limit - 1),
        )
        .execute();
    },
  };
}

type StoredPart = Omit<SeenPart, 'at'> & { readonly at: string };
type StoredSnapshot = {
  readonly at: string;
  readonly parts: Readonly<Partial<Record<SnapshotPart, StoredPart>>>;
};

function decodeSnapshot(text: string): Snapshot {
  const { at, parts } = JSON.parse(text) as StoredSnapshot;
  return {
    at: new Date(at),
    parts: Object.fromEntries(
      Object.entries(parts).map(([part, seen]) => [part, { ...seen, at: new Date(seen.at) }]),
    ),
  };
}
