import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

const time = 'bigint';

/** What was seen of watched endpoints, day by day; where they come from; lists that were brought. */
export async function createHistory(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await createLooks(db, engine);
  await createLists(db);
}

async function createLooks(db: Kysely<Schema>, engine: Engine): Promise<void> {
  // The key is half of a row: SQLite would keep it twice, in the table and in its index.
  const ending = engine.name === 'sqlite' ? sql`without rowid` : sql``;
  await db.schema
    .createTable('looks')
    .addColumn('endpoint_id', 'text', (column) =>
      column.notNull().references('endpoints.id').onDelete('cascade'),
    )
    .addColumn('first_at', time, (column) => column.notNull())
    .addColumn('last_at', time, (column) => column.notNull())
    .addColumn('until', time, (column) => column.notNull())
    .addColumn('looks', 'integer', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('root_cause', 'text')
    .addColumn('reason', 'text')
    .addColumn('fingerprint256', 'text')
    .addColumn('not_after', time)
    .addColumn('issuer', 'text')
    .addPrimaryKeyConstraint('looks_key', ['endpoint_id', 'first_at'])
    .modifyEnd(ending)
    .execute();
  await db.schema
    .createTable('days')
    .addColumn('endpoint_id', 'text', (column) =>
      column.notNull().references('endpoints.id').onDelete('cascade'),
    )
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('days', 'integer', (column) => column.notNull())
    .addColumn('healthy', time, (column) => column.notNull())
    .addColumn('degraded', time, (column) => column.notNull())
    .addColumn('broken', time, (column) => column.notNull())
    .addColumn('unknown', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('days_key', ['endpoint_id', 'day'])
    .modifyEnd(ending)
    .execute();
  await db.schema
    .createTable('changes')
    .addColumn('seq', engine.serialType, engine.serial)
    .addColumn('endpoint_id', 'text', (column) =>
      column.notNull().references('endpoints.id').onDelete('cascade'),
    )
    .addColumn('at', time, (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('change', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('changes_of').on('changes').columns(['endpoint_id', 'what', 'at']).execute();
}

async function createLists(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('endpoints')
    .addColumn('origin', 'text', (column) => column.notNull().defaultTo('person'))
    .execute();
  await db.schema
    .createTable('declared')
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('declared', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('declared_target', ['url', 'address'])
    .execute();
  await db.schema
    .createTable('imports')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', time, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('import', 'text', (column) => column.notNull())
    .execute();
}
