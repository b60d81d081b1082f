import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/** What others signed and what stays true for a while: OCSP answers, CRLs, renewal windows. */
export async function createAnswers(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('answers')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    // Last: SQLite reads what stands before without touching the pages of a large one.
    .addColumn('bytes', engine.bytesType, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('answers_until').on('answers').columns(['until']).execute();
}
