import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export async function createLeases(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
}
