import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** Numbers every change of the feed, so that pages of every process see a message that was rewritten. */
export async function addFeedRevisions(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('feed')
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.updateTable('feed').set({ revision: sql<number>`id` }).execute();
  await db.schema.createIndex('feed_revision').on('feed').column('revision').execute();
}
