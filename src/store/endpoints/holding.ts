import type { Transaction } from 'kysely';
import { type Engine, forChanging } from '../engine.ts';
import { jsonRows } from '../json-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';

/** Nobody else changes or removes these until the transaction ends. Returns those of them that are there. */
export type HoldEndpoints = (db: Transaction<Schema>, ids: readonly string[]) => Promise<ReadonlySet<string>>;

export function endpointHolder(engine: Engine): HoldEndpoints {
  const hold = prepared((db, place: Place<{ ids: string }>) =>
    forChanging(
      engine,
      // Whoever takes several takes them in this order, and waits for nobody who waits for them.
      db
        .selectFrom('endpoints')
        .select('id')
        .where(engine.isAmong('id', place('ids')))
        .orderBy('id'),
    ),
  );
  return async (db, ids) => new Set((await hold(db, { ids: jsonRows(ids) })).map(({ id }) => id));
}
