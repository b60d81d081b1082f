import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** What stands behind the button *Details* of an answer, as a message. */
export async function createDetails(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('details')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('details_at').on('details').column('at').execute();
}
