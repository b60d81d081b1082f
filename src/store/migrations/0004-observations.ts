import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** What was last seen of each target, and what was seen when all was well. */
export async function createObservations(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('observations')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('last', 'text', (column) => column.notNull())
    .addColumn('last_good', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('observations_at').on('observations').columns(['at']).execute();
}
