import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

const time = 'bigint';

/** Alarms as conversations: what is wrong for how long, who was called, what was said where. */
export async function createIncidents(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await widenWatching(db);
  await createIncidentTables(db);
  await createRuleTables(db, engine);
}

async function widenWatching(db: Kysely<Schema>): Promise<void> {
  for (const column of ['served', 'conditions']) {
    await db.schema
      .alterTable('sightings')
      .addColumn(column, 'text', (definition) => definition.notNull().defaultTo('[]'))
      .execute();
  }
  await db.schema
    .alterTable('sightings')
    .addColumn('doubtful', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex('sightings_doubtful')
    .on('sightings')
    .columns(['at'])
    .where(sql.ref('doubtful'), '=', sql.lit(1))
    .execute();
  await db.schema.alterTable('notifications').addColumn('conversation', 'text').execute();
  await db.schema.alterTable('notifications').addColumn('act', 'text').execute();
  await db.schema.alterTable('feed').addColumn('under', time).execute();
  await db.schema
    .createTable('serving')
    .addColumn('endpoint_id', 'text', (column) =>
      column.notNull().references('endpoints.id').onDelete('cascade'),
    )
    .addColumn('fingerprint256', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('serving_pair', ['endpoint_id', 'fingerprint256'])
    .execute();
  await db.schema.createIndex('serving_leaf').on('serving').columns(['fingerprint256']).execute();
  // What was seen before this release has one leaf each.
  await sql`insert into serving (endpoint_id, fingerprint256)
    select endpoint_id, fingerprint256 from sightings where fingerprint256 is not null`.execute(db);
}

async function createIncidentTables(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('incidents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('problem', 'text', (column) => column.notNull())
    .addColumn('destination', 'text', (column) => column.notNull())
    .addColumn('opened_at', time, (column) => column.notNull())
    .addColumn('ended_at', time)
    .addColumn('next_at', time)
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('incident', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('incidents_open')
    .unique()
    .on('incidents')
    .columns(['subject', 'problem', 'destination'])
    .where(sql.ref('ended_at'), 'is', sql.lit(null))
    .execute();
  await db.schema.createIndex('incidents_subject').on('incidents').columns(['subject']).execute();
  await db.schema
    .createIndex('incidents_due')
    .on('incidents')
    .columns(['next_at'])
    .where(sql.ref('ended_at'), 'is', sql.lit(null))
    .execute();
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('reference', 'text')
    .execute();
}

async function createRuleTables(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('rules')
    .addColumn('seq', engine.serialType, engine.serial)
    .addColumn('scope', 'text', (column) => column.notNull().unique())
    .addColumn('rule', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('seq', engine.serialType, engine.serial)
    .addColumn('at', time, (column) => column.notNull())
    .addColumn('about', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('audit_about').on('audit').columns(['about', 'seq']).execute();
  await db.schema
    .createTable('marks')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}
