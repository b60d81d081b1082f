import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** The processes that live on this store, and what they ask each other. */
export async function createVantages(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('members')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('roles', 'text', (column) => column.notNull())
    .addColumn('vantage', 'text')
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('questions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('vantage', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('taken_by', 'text')
    .addColumn('leased_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('questions_vantage')
    .on('questions')
    .columns(['vantage', 'answered_at', 'leased_until'])
    .execute();
  await db.schema.createIndex('questions_asked').on('questions').column('asked_at').execute();
}
