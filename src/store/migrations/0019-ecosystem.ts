import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** What a notification says to programs, as JSON. */
export async function addEvents(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('notifications').addColumn('event', 'text').execute();
}
