import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Planned maintenance of an endpoint: until when, by whom and why, as JSON. */
export async function addMuted(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('endpoints').addColumn('muted', 'text').execute();
}
