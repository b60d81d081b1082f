import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/** When a certificate enters its next state between two looks: found by an index, however many are watched. */
export async function addTurns(db: Kysely<Schema>, _engine: Engine): Promise<void> {
  await db.schema
    .alterTable('sightings')
    // 0: nobody has judged it yet, as after this very step.
    .addColumn('turns_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('sightings_turns').on('sightings').columns(['turns_at']).execute();
}
