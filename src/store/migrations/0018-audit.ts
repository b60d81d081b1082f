import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/** What the audit log is asked by, and that nobody changes it: what is older than the mark `audit-pruning` may go, nothing else, but for all of it when a backup is put in its place (TRUNCATE). */
export async function sealAudit(db: Kysely<Schema>, engine: Engine): Promise<void> {
  for (const column of ['who', 'did', 'target'] as const) {
    await db.schema
      .alterTable('audit')
      .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(''))
      .execute();
  }
  await (engine.name === 'sqlite' ? fillInSqlite(db) : fillInPostgres(db));
  await db.schema.createIndex('audit_who').on('audit').columns(['who', 'seq']).execute();
  await db.schema.createIndex('audit_at').on('audit').column('at').execute();
  await (engine.name === 'sqlite' ? sealInSqlite(db) : sealInPostgres(db));
}

async function fillInSqlite(db: Kysely<Schema>): Promise<void> {
  await sql`update audit set
    who = coalesce(json_extract(entry, '$.who.platform') || ':' || json_extract(entry, '$.who.id'), ''),
    did = coalesce(json_extract(entry, '$.did'), '')
    where json_valid(entry)`.execute(db);
}

async function fillInPostgres(db: Kysely<Schema>): Promise<void> {
  await sql`update audit set
    who = coalesce((entry::json #>> '{who,platform}') || ':' || (entry::json #>> '{who,id}'), ''),
    did = coalesce(entry::json ->> 'did', '')
    where entry like '{%}'`.execute(db);
}

async function sealInSqlite(db: Kysely<Schema>): Promise<void> {
  await sql`create trigger audit_unchanged before update on audit
    begin select raise(abort, 'the audit log is append only'); end`.execute(db);
  await sql`create trigger audit_kept before delete on audit
    when old.at >= coalesce((select cast(value as integer) from marks where key = 'audit-pruning'), 0)
    begin select raise(abort, 'the audit log is append only'); end`.execute(db);
}

async function sealInPostgres(db: Kysely<Schema>): Promise<void> {
  await sql`create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        if old.at < (select value::bigint from marks where key = 'audit-pruning') then return old; end if;
      end if;
      raise exception 'the audit log is append only';
    end $$`.execute(db);
  await sql`create trigger audit_kept before update or delete on audit
    for each row execute function audit_is_append_only()`.execute(db);
}
