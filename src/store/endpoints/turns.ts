import { type Kysely, sql } from 'kysely';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';
import { readWatched } from './serving.ts';

/** Later than any moment a Date can hold is never. */
const never = 8_640_000_000_000_000;

type TurnStore = Pick<EndpointStore, 'watched' | 'turning' | 'nextTurn' | 'setTurns' | 'turnAll'>;

export function turnStore(db: Kysely<Schema>): TurnStore {
  return {
    watched: (ids) => readWatched(db, [...new Set(ids)].toSorted()),
    async turning(now, limit) {
      const rows = await db
        .selectFrom('sightings')
        .select(['endpoint_id', 'turns_at'])
        .where('turns_at', '<=', now.getTime())
        .orderBy('turns_at')
        .orderBy('endpoint_id')
        .limit(limit)
        .execute();
      const turns = new Map(rows.map((row) => [row.endpoint_id, new Date(row.turns_at)]));
      const watched = await readWatched(db, [...turns.keys()]);
      return watched.map((one) => ({ ...one, turnsAt: turns.get(one.endpoint.id) ?? now }));
    },
    async nextTurn() {
      const row = await db
        .selectFrom('sightings')
        .select(({ fn }) => fn.min('turns_at').as('at'))
        .executeTakeFirst();
      return row === undefined || row.at === null || row.at === never ? null : new Date(row.at);
    },
    async setTurns(turns) {
      if (turns.length === 0) return;
      await inTransaction(db, async (transaction) => {
        for (const { endpointId, at, lookedAt } of turns) {
          await transaction
            .updateTable('sightings')
            .set({ turns_at: at?.getTime() ?? never })
            .where('endpoint_id', '=', endpointId)
            .where('at', '=', lookedAt.getTime())
            // Nothing is written, and nothing synced, where it stays as it is.
            .where('turns_at', '!=', at?.getTime() ?? never)
            .execute();
        }
      });
    },
    async turnAll() {
      await db.updateTable('sightings').set({ turns_at: 0 }).execute();
    },
  };
}

/** Whoever dies between a look that saw something else and what follows from it leaves that to the next tick. */
export const turnsAfterLook = sql<number>`case
  when sightings.served = excluded.served and sightings.conditions = excluded.conditions
  then sightings.turns_at else 0 end`;
