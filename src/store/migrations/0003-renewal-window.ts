import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export async function addRenewalWindow(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('sightings').addColumn('renewal_window', 'text').execute();
}
