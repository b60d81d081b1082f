import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/** How long connections took: in the row of the run while that stands, and four weeks in a row once it is rolled up. */
export async function addLatency(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await db.schema.alterTable('looks').addColumn('took', 'text').execute();
  await db.schema
    .createTable('latencies')
    .addColumn('endpoint_id', 'text', (column) =>
      column.notNull().references('endpoints.id').onDelete('cascade'),
    )
    .addColumn('weeks', 'integer', (column) => column.notNull())
    .addColumn('took', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('latencies_key', ['endpoint_id', 'weeks'])
    .modifyEnd(engine.name === 'sqlite' ? sql`without rowid` : sql``)
    .execute();
}
