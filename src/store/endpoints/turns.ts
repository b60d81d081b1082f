import { type Kysely, sql } from 'kysely';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import type { Turn } from '../../core/watch/endpoint.ts';
import { type Engine, forChanging } from '../engine.ts';
import { rounds } from '../grouped.ts';
import { inTransaction } from '../in-transaction.ts';
import { jsonRows } from '../json-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { together } from '../together.ts';
import { readWatched, without } from './serving.ts';

/** Later than any moment a Date can hold is never. */
const never = 8_640_000_000_000_000;

type TurnStore = Pick<EndpointStore, 'watched' | 'turning' | 'nextTurn' | 'setTurns' | 'turnAll'>;

export function turnStore(db: Kysely<Schema>, engine: Engine): TurnStore {
  const watched = together({
    async all(asked: readonly (readonly string[])[]) {
      const found = await readWatched(db, [...new Set(asked.flat())].toSorted());
      const byId = new Map(found.map((one) => [one.endpoint.id, one]));
      return asked.map((ids) => [...new Set(ids)].toSorted().flatMap((id) => byId.get(id) ?? []));
    },
  });
  const setTurns = turnSetter(db, engine);
  return {
    watched,
    async turning(now, limit) {
      for (;;) {
        const rows = await db
          .selectFrom('sightings')
          .select(['endpoint_id', 'turns_at'])
          .where('turns_at', '<=', now.getTime())
          .orderBy('turns_at')
          .orderBy('endpoint_id')
          .limit(limit)
          .execute();
        const turns = new Map(rows.map((row) => [row.endpoint_id, new Date(row.turns_at)]));
        const found = await readWatched(db, [...turns.keys()]);
        const unread = without([...turns.keys()], found);
        // Nothing can be judged of them before the next look.
        if (unread.length > 0)
          await db
            .updateTable('sightings')
            .set({ turns_at: never })
            .where('endpoint_id', 'in', unread)
            .execute();
        if (found.length > 0 || unread.length === 0)
          return found.map((one) => ({ ...one, turnsAt: turns.get(one.endpoint.id) ?? now }));
      }
    },
    async nextTurn() {
      const row = await db
        .selectFrom('sightings')
        .select(({ fn }) => fn.min('turns_at').as('at'))
        .executeTakeFirst();
      return row === undefined || row.at === null || row.at === never ? null : new Date(row.at);
    },
    setTurns: (turns) => setTurns(turns),
    async turnAll() {
      await db.updateTable('sightings').set({ turns_at: 0 }).execute();
    },
  };
}

type TurnRow = { readonly endpoint_id: string; readonly at: number; readonly turns_at: number };

function turnSetter(db: Kysely<Schema>, engine: Engine) {
  const columns = { endpoint_id: 'text', at: 'bigint', turns_at: 'bigint' } as const;
  /** Nothing is written, and nothing synced, where it stays as it is. */
  const differing = prepared((db, place: Place<{ rows: string }>) => {
    const statement = sql<TurnRow>`select given.endpoint_id, given.at, given.turns_at
      from ${engine.tableOf(columns, place('rows'))} as given
      join sightings on sightings.endpoint_id = given.endpoint_id and sightings.at = given.at
      where sightings.turns_at <> given.turns_at`;
    return { compile: () => statement.compile(db) };
  });
  const hold = prepared((db, place: Place<{ ids: string }>) =>
    forChanging(
      engine,
      db
        .selectFrom('sightings')
        .select('endpoint_id')
        .where(engine.isAmong('endpoint_id', place('ids')))
        .orderBy('endpoint_id'),
    ),
  );
  const update = prepared((db, place: Place<{ rows: string }>) => {
    const statement = sql<never>`update sightings set turns_at = given.turns_at
      from ${engine.tableOf(columns, place('rows'))} as given
      where sightings.endpoint_id = given.endpoint_id and sightings.at = given.at`;
    return { compile: () => statement.compile(db) };
  });
  return together({
    async all(turns: readonly (readonly Turn[])[]) {
      const rows = turns.flat().map(({ endpointId, at, lookedAt }) => ({
        ...{ endpoint_id: endpointId, at: lookedAt.getTime(), turns_at: at?.getTime() ?? never },
      }));
      const changed = await differing(db, { rows: jsonRows(rows) });
      if (changed.length > 0) {
        await inTransaction(db, async (transaction) => {
          for (const round of rounds(changed, ({ endpoint_id }) => endpoint_id)) {
            await hold(transaction, { ids: jsonRows(round.map(({ endpoint_id }) => endpoint_id)) });
            await update(transaction, { rows: jsonRows(round) });
          }
        });
      }
      return turns.map(() => undefined);
    },
  });
}

/** Whoever dies between a look that saw something else and what follows from it leaves that to the next tick. */
export const turnsAfterLook = sql<number>`case
  when sightings.served = excluded.served and sightings.conditions = excluded.conditions
  then sightings.turns_at else 0 end`;

export function isLeftUndone({ turns_at }: { readonly turns_at: number }): boolean {
  return Number(turns_at) === 0;
}
