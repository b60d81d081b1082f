import type { Kysely } from 'kysely';
import { servedFrom } from '../codec/incident-codec.ts';
import { nameKeeper } from '../endpoints/naming.ts';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/**
 * Why a certificate that is due will not renew, and whether a newer one was seen, by the fingerprint of its leaf; and
 * which endpoints serve a certificate for a name, which is how a newer one is found.
 */
export async function createOutlooks(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('outlooks')
    .addColumn('fingerprint256', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('outlook', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('outlooks_at').on('outlooks').columns(['at']).execute();
  await db.schema
    .createTable('naming')
    .addColumn('endpoint_id', 'text', (column) =>
      column.notNull().references('endpoints.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('naming_pair', ['endpoint_id', 'name'])
    .execute();
  await db.schema.createIndex('naming_name').on('naming').columns(['name']).execute();
  await nameWhatIsServed(db, engine);
}

const batchSize = 200;

async function nameWhatIsServed(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const keepNames = nameKeeper(engine);
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('sightings')
      .select(['endpoint_id', 'served'])
      .where('endpoint_id', '>', after)
      .orderBy('endpoint_id')
      .limit(batchSize)
      .execute();
    await keepNames(
      db,
      rows.map((row) => ({ endpointId: row.endpoint_id, served: servedFrom(row.served) })),
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.endpoint_id;
  }
}
