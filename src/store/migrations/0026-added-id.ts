import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Who added an endpoint, as `personKey` has it: what one person may watch is counted by it. Empty: not known. */
export async function addAddedId(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('endpoints')
    .addColumn('added_id', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
}
