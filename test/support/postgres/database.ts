import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { StorePlace } from '../store-contract/store-contract.ts';

/** False where npm has no PostgreSQL for this platform: the run said so when it began. */
export const hasPostgres = inject('postgresAt') !== '';

/** URL of the superuser of this run's server, without a database. */
export async function postgresUrl(): Promise<string> {
  const answer = await fetch(inject('postgresAt'));
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}

/** An empty database of its own. */
export async function newDatabase(): Promise<StorePlace> {
  const server = await postgresUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const main = `${server}/postgres`;
  await asSuperuser(`create database ${name} template template0`, main);
  return {
    location: `${server}/${name}`,
    dispose: async () => void (await asSuperuser(`drop database ${name} with (force)`, main)),
  };
}

let own: Promise<StorePlace> | null = null;

/** The database of this test file, without a row: a new one for each test would take a second each. */
export async function emptiedDatabase(): Promise<StorePlace> {
  own ??= newDatabase();
  const { location } = await own;
  await asSuperuser(
    // The audit log lets nobody else remove anything.
    `set session_replication_role = replica;
     do $$ declare one text; begin
       for one in select tablename from pg_tables where schemaname = 'public' and tablename !~ '^migrations' loop
         execute format('delete from %I', one);
       end loop;
     end $$`,
    location,
  );
  return { location, dispose: async () => undefined };
}

/** `location`: the URL of a database. */
export async function asSuperuser(sql: string, location: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: location });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
