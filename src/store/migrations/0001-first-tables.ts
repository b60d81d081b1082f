import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/** PostgreSQL's `integer` ends at 2^31; SQLite reads `bigint` as its one integer type. */
const time = 'bigint';

export async function createFirstTables(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await createWatchList(db);
  await createOutbox(db, engine);
  await createSmallTables(db, engine);
}

async function createWatchList(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('endpoints')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('home', 'text', (column) => column.notNull())
    .addColumn('home_destination', 'text', (column) => column.notNull())
    .addColumn('owners', 'text', (column) => column.notNull())
    .addColumn('labels', 'text', (column) => column.notNull())
    .addColumn('added_by', 'text', (column) => column.notNull())
    .addColumn('added_at', time, (column) => column.notNull())
    .addUniqueConstraint('endpoints_target', ['url', 'address'])
    .execute();
  await db.schema
    .createTable('sightings')
    .addColumn('endpoint_id', 'text', (column) =>
      column.primaryKey().references('endpoints.id').onDelete('cascade'),
    )
    .addColumn('at', time, (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('root_cause', 'text')
    .addColumn('reason', 'text')
    .addColumn('fingerprint256', 'text')
    .addColumn('not_before', time)
    .addColumn('not_after', time)
    .addColumn('issuer', 'text')
    .addColumn('names', 'text')
    .addColumn('certificate_seen_at', time)
    .execute();
}

async function createOutbox(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('notifications')
    .addColumn('seq', engine.serialType, engine.serial)
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('destination', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('fallback', 'text', (column) => column.notNull())
    // No foreign key: what was said stays said when the endpoint goes.
    .addColumn('endpoint_id', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('queued_at', time, (column) => column.notNull())
    .addColumn('next_attempt_at', time, (column) => column.notNull())
    .addColumn('settled_at', time)
    .addColumn('reference', 'text')
    .addColumn('reason', 'text')
    .execute();
  await db.schema
    .createIndex('notifications_waiting')
    .on('notifications')
    .columns(['destination', 'seq'])
    .where(sql.ref('state'), '=', sql.lit('queued'))
    .execute();
  await db.schema
    .createIndex('notifications_of_endpoint')
    .on('notifications')
    .columns(['endpoint_id', 'destination', 'seq'])
    .execute();
}

async function createSmallTables(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('digests')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('hour', 'integer', (column) => column.notNull())
    .addColumn('minute', 'integer', (column) => column.notNull())
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('digests_place', ['platform', 'channel', 'thread'])
    .execute();
  await db.schema
    .createTable('feed')
    .addColumn('id', engine.serialType, engine.serial)
    .addColumn('at', time, (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('actions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('action', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('slots')
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('slot', time, (column) => column.notNull())
    .addColumn('claimed_at', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('slots_job', ['job', 'slot'])
    .execute();
}
