import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

const time = 'bigint';

/** Sweeps that several processes share, and what became of their batches until all are done. */
export async function createSweeps(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('sweeps')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('slot', time, (column) => column.notNull())
    .addColumn('planned_at', time, (column) => column.notNull())
    .addColumn('bounds', 'text')
    .addColumn('ended_at', time)
    .execute();
  await db.schema
    .createTable('sweep_batches')
    .addColumn('sweep_id', 'text', (column) => column.notNull().references('sweeps.id').onDelete('cascade'))
    .addColumn('batch', 'integer', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sweep_batches_key', ['sweep_id', 'batch'])
    .execute();
}
