import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

const time = 'bigint';

/** Targets that are followed for a while; the ended ones stay a month, so that an old button finds what it was for. */
export async function createFollows(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('follows')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('destination', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('started_at', time, (column) => column.notNull())
    .addColumn('ended_at', time)
    .addColumn('every_ms', time, (column) => column.notNull())
    .addColumn('next_at', time, (column) => column.notNull())
    .addColumn('leased_until', time, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('follow', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('follows_ended').on('follows').columns(['ended_at']).execute();
}
