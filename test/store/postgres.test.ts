import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store/store.ts';
import { openStore } from '../../src/store/index.ts';
import { patience } from '../support/patience.ts';
import { asSuperuser, hasPostgres, newDatabase, postgresUrl } from '../support/postgres/database.ts';
import type { StorePlace } from '../support/store-contract/store-contract.ts';
import { alice, newEndpoint, noon, notificationOf, sightingOf } from '../support/store-fixtures.ts';

describe.skipIf(!hasPostgres)('the PostgreSQL database', () => {
  let place: StorePlace;
  let store: Store;

  beforeEach(async () => {
    place = await newDatabase();
    store = await openStore(place.location);
  });
  afterEach(async () => {
    await store.close();
    await place.dispose();
  });

  function sentence(error: unknown): string {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }

  async function refusal(url: string): Promise<string> {
    const refused = openStore(url);
    await expect(refused).rejects.toThrow(UserError);
    const said = await refused.catch((error: unknown) => (error instanceof Error ? error.message : ''));
    expect(said).not.toMatch(/planted|notafter:/);
    return String(said);
  }

  test('lets nobody change or remove what the audit log has', async () => {
    await store.audit.append({ at: noon, who: alice, did: 'check', to: 'a.example', words: '/check' });
    await expect(asSuperuser("update audit set entry = '{}'", place.location)).rejects.toThrow('append only');
    await expect(asSuperuser('delete from audit', place.location)).rejects.toThrow('append only');
    expect(await store.audit.list(9)).toHaveLength(1);
  });

  test('written by a newer release is refused with what to do', async () => {
    await asSuperuser("insert into migrations values ('9999-from-the-future', '2030-01-01')", place.location);
    expect(await refusal(place.location)).toMatch(
      /^The database 127.* newer Notafter \(it has 9999-from-the-future\).*Update Notafter/,
    );
  });

  test.each<[string, (url: string) => string, RegExp]>([
    ['a wrong password', (url) => url.replace('planted', 'other'), /refuses the password.*DATABASE_URL/],
    ['no password', (url) => url.replace(/:planted[^@]*/, ''), /wants a password/],
    ['a database that is not there', (url) => `${url}-not`, /does not exist.*createdb/],
    ['nobody at the port', () => 'postgres://u:planted@127.0.0.1:1/x', /refused.*Is PostgreSQL running/],
    ['no such host', () => 'postgres://u:planted@db.invalid/x', /cannot be found/],
    ['no such socket', () => 'postgres://u:planted@/x?host=/nowhere', /not there.*socket/],
    ['TLS where there is none', (url) => `${url}?sslmode=require`, /does not speak TLS/],
    ['an unknown mode', (url) => `${url}?sslmode=perhaps`, /unknown sslmode.*verify-full/],
    ['a CA file that is missing', (url) => `${url}?sslmode=verify-ca&sslrootcert=/no.pem`, /\/no\.pem.*read/],
    ['no CA to verify with', (url) => `${url}?sslmode=verify-ca`, /sslrootcert/],
    ['an unreadable URL', () => 'postgres://u:planted@host:port/x', /must be postgres:\/\/user:password/],
  ])('that has %s says what to do, and never the password', async (_name, change, said) => {
    expect(await refusal(change(place.location))).toMatch(said);
  });

  test('a user who may not make tables is told to become the owner', async () => {
    const name = new URL(place.location).pathname.slice(1);
    await asSuperuser(`drop schema public cascade; create schema public`, place.location);
    await asSuperuser(`create role guest_${name} login password 'planted'`, place.location);
    const guest = (await postgresUrl()).replace(/\/\/[^@]*/, `//guest_${name}:planted`);
    expect(await refusal(`${guest}/${name}`)).toMatch(/does not let this user.*OWNER/);
    await asSuperuser(`drop role guest_${name}`, place.location);
  });

  test('that takes no writes is refused at the start, though every table is there', async () => {
    const name = new URL(place.location).pathname.slice(1);
    await asSuperuser(`alter database ${name} set default_transaction_read_only = on`, place.location);
    expect(await refusal(place.location)).toMatch(/takes no writes.*Point DATABASE_URL at the primary/);
  });

  test('that keeps text in another encoding is refused at the start', async () => {
    const name = `${new URL(place.location).pathname.slice(1)}_latin`;
    const main = `${await postgresUrl()}/postgres`;
    await asSuperuser(`create database ${name} encoding latin1 locale 'C' template template0`, main);
    const said = await refusal(`${await postgresUrl()}/${name}`);
    await asSuperuser(`drop database ${name} with (force)`, main);
    expect(said).toMatch(/keeps text as LATIN1.*createdb --encoding=UTF8/);
  });

  test('that ends every connection is says so and answers again', async () => {
    await store.endpoints.add(newEndpoint('a.example'), noon);
    const ended = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    await asSuperuser(ended, place.location);
    // Each connection may be found dead only when it is used.
    await vi.waitFor(async () => expect(await store.endpoints.count().catch(sentence)).toBe(1), patience);
  });

  test('that ends a connection in the midst of a transaction undoes it', async () => {
    const { id } = (await store.endpoints.add(newEndpoint('a.example'), noon)) ?? { id: '' };
    const blocker = asSuperuser(
      `begin; select 1 from endpoints for update; select pg_sleep(0.2);
       select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid(); commit`,
      place.location,
    );
    const changes = Array.from({ length: 4 }, (_, n) =>
      store.endpoints
        .recordLook(sightingOf(id), [notificationOf(`k${n}`)], noon)
        .then(() => 'saved')
        .catch((error: unknown) => (error instanceof UserError ? 'lost' : String(error))),
    );
    const said = await Promise.all(changes);
    await blocker;
    expect(said.filter((word) => word !== 'saved' && word !== 'lost')).toEqual([]);
    // Each connection may be found dead only when it is used.
    await vi.waitFor(async () => expect(await store.endpoints.count().catch(sentence)).toBe(1), patience);
    const fates: unknown[] = [];
    for (const n of [0, 1, 2, 3]) fates.push(await store.outbox.fate(`k${n}`).catch(sentence));
    expect(said.filter((word, n) => word === 'saved' && fates[n] === null)).toEqual([]);
  });

  test('takes the zero character, of which it knows none, for one that cannot be read', async () => {
    const { id } = (await store.endpoints.add(newEndpoint('a.example'), noon)) ?? { id: '' };
    const sighting = sightingOf(id, { reason: 'evil\0name' });
    await store.endpoints.recordLook(sighting, [], noon);
    expect((await store.endpoints.sighting(id))?.reason).toBe('evil\u{fffd}name');
  });

  test('a Date that reaches the driver is an error', async () => {
    const wrong = { ...newEndpoint('a.example'), addedBy: noon as unknown as string };
    await expect(store.endpoints.add(wrong, noon)).rejects.toThrow(/cannot be stored/);
  });

  test('keeps all text in the order of its bytes, whatever the server speaks', async () => {
    const rows = await asSuperuser(
      `select attrelid::regclass::text || '.' || attname as name from pg_attribute
        join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
        where atttypid = 'text'::regtype and attnum > 0 and not attisdropped and attcollation <> '"C"'::regcollation`,
      place.location,
    );
    expect(rows).toEqual([]);
  });

  test('transactions that lock each other out are tried again until both are done', async () => {
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4, 5, 6]) {
      ids.push((await store.endpoints.add(newEndpoint(`e${n}.example`), noon))?.id ?? '');
    }
    const change = (order: readonly string[], owner: string) =>
      Promise.all(
        order.map((id) => store.endpoints.changeAll([id, ...order.toReversed()], { labels: { owner } })),
      );
    await Promise.all([change(ids, 'one'), change(ids.toReversed(), 'two')]);
    const rows = await store.endpoints.rows(noon);
    expect(new Set(rows.map(({ endpoint }) => endpoint.labels.owner)).size).toBe(1);
  });
});
