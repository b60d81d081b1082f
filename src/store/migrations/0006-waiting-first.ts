import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** What waits is asked for every few seconds, among all that was ever sent. */
export async function indexWaiting(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createIndex('notifications_queued')
    .on('notifications')
    .columns(['seq'])
    .where(sql.ref('state'), '=', sql.lit('queued'))
    .execute();
}
