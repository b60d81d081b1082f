import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Why a certificate that is due will not renew, and whether a newer one was seen: by the fingerprint of its leaf. */
export async function createOutlooks(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('outlooks')
    .addColumn('fingerprint256', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('outlook', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('outlooks_at').on('outlooks').columns(['at']).execute();
}
