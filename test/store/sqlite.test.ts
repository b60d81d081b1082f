import { chmod, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { digestJob } from '../../src/monitor/timing/schedule.ts';
import { openStore } from '../../src/store/index.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts';
import { storeContract } from '../support/store-contract/store-contract.ts';
import {
  after,
  alice,
  newEndpoint,
  noon,
  notificationOf,
  ops,
  sightingOf,
} from '../support/store-fixtures.ts';

storeContract(
  'sqlite',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-store-'));
    return {
      location: join(folder, 'data', 'notafter.db'),
      dispose: () => rm(folder, { recursive: true }),
    };
  },
  openStore,
);

describe('the SQLite file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'notafter-store-'));
    path = join(folder, 'data', 'notafter.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is private, with its folder and its log', async () => {
    const store = await openSqliteStore({ path });
    await store.endpoints.add(newEndpoint('a.example'), noon);
    const modes = await Promise.all(
      [path, `${path}-wal`].map(async (file) => (await stat(file)).mode & 0o777),
    );
    expect(modes).toEqual([0o600, 0o600]);
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
    await store.close();
  });

  test('is whole in one file once closed, so that a copy is a backup', async () => {
    const store = await openSqliteStore({ path });
    await store.endpoints.add(newEndpoint('a.example'), noon);
    await store.close();
    const copy = join(folder, 'copy.db');
    await writeFile(copy, await readFile(path));
    const restored = await openSqliteStore({ path: copy });
    expect(await restored.endpoints.count()).toBe(1);
    await restored.close();
  });

  test('lets nobody change or remove what the audit log has', async () => {
    const store = await openSqliteStore({ path });
    await store.audit.append({ at: noon, who: alice, did: 'check', to: 'a.example', words: '/check' });
    const beside = new DatabaseSync(path);
    expect(() => beside.exec("update audit set entry = '{}'")).toThrow('append only');
    expect(() => beside.exec('delete from audit')).toThrow('append only');
    const columns = 'seq, at, about, who, did, target, entry';
    const other = `(${columns}) select seq, at, about, 'slack:U2', did, target, '{}' from audit`;
    for (const way of ['insert or replace', 'replace', 'insert'])
      expect(() => beside.exec(`${way} into audit ${other}`)).toThrow('append only');
    expect(() => beside.exec(`update or replace audit set seq = seq`)).toThrow('append only');
    beside.close();
    expect(await store.audit.list(9)).toHaveLength(1);
    await store.close();
  });

  test('writes ahead, so that a reader beside it never waits', async () => {
    const store = await openSqliteStore({ path });
    const beside = new DatabaseSync(path);
    expect(beside.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    beside.close();
    await store.close();
  });

  test('written by a newer release is refused with what to do', async () => {
    await (await openSqliteStore({ path })).close();
    const newer = new DatabaseSync(path);
    newer.exec("insert into migrations values ('9999-from-the-future', '2030-01-01')");
    newer.close();
    const refused = openSqliteStore({ path });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(/newer Notafter \(it has 9999-from-the-future\).*Update Notafter/);
  });

  test('written before renewal windows were kept opens with what it held', async () => {
    const store = await openSqliteStore({ path });
    const { id } = (await store.endpoints.add(newEndpoint('a.example'), noon)) ?? { id: '' };
    await store.endpoints.recordLook(sightingOf(id), [], noon);
    await store.close();
    const older = new DatabaseSync(path);
    older.exec('alter table sightings drop column renewal_window');
    older.exec('drop table observations');
    older.exec('drop index notifications_queued');
    older.exec('drop index sightings_doubtful');
    older.exec('drop index sightings_turns');
    for (const column of ['served', 'conditions', 'doubtful', 'turns_at']) {
      older.exec(`alter table sightings drop column ${column}`);
    }
    for (const column of ['conversation', 'act', 'event'])
      older.exec(`alter table notifications drop column ${column}`);
    older.exec('alter table feed drop column under');
    older.exec('drop index feed_revision');
    older.exec('alter table feed drop column revision');
    older.exec('alter table endpoints drop column origin');
    older.exec('alter table endpoints drop column added_id');
    const later = [
      'sweep_batches',
      'leases',
      'limits',
      'sessions',
      'sweeps',
      'details',
      'latencies',
      'looks',
      'days',
      'changes',
      'declared',
      'imports',
      'members',
      'questions',
    ];
    for (const table of [
      'serving',
      'incidents',
      'conversations',
      'rules',
      'audit',
      'marks',
      'outlooks',
      'naming',
      'follows',
      ...later,
    ]) {
      older.exec(`drop table ${table}`);
    }
    for (const column of ['hour', 'minute']) {
      older.exec(`alter table digests add column ${column} integer not null default 0`);
    }
    older.exec('alter table endpoints drop column muted');
    older.exec('alter table digests drop column cron');
    older.exec("insert into digests values ('slack', 'C0OPS', '', 'Europe/Berlin', 'Alice', 9, 30)");
    older.exec(
      `insert into slots values ('digest:["slack","C0OPS","",9,30,"Europe/Berlin"]', ${noon.getTime()}, 0)`,
    );
    older.exec("delete from migrations where name >= '0003'");
    older.close();
    const opened = await openSqliteStore({ path });
    expect(await opened.endpoints.sighting(id)).toEqual(sightingOf(id));
    const leaf = sightingOf(id).certificate?.fingerprint256 ?? '';
    expect((await opened.endpoints.serving([leaf])).map(({ endpoint }) => endpoint.id)).toEqual([id]);
    const daily = { place: ops, cron: '30 9 * * *', zone: 'Europe/Berlin', setBy: 'Alice' };
    expect(await opened.digests.list()).toEqual([daily]);
    // What was posted stays posted.
    expect(await opened.slots.latest(digestJob(daily))).toEqual(noon);
    await opened.close();
  });

  test('that is no database is refused and left as it was', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(path, 'these are my holiday notes, more than a header of them\n'.repeat(200));
    await expect(openSqliteStore({ path })).rejects.toThrow(/is not a database.*move this one away/);
    expect(await readFile(path, 'utf8')).toMatch(/^these are my holiday notes/);
  });

  test('that is damaged says so, with a way out', async () => {
    const store = await openSqliteStore({ path });
    for (let n = 0; n < 200; n++) await store.outbox.queue([notificationOf(`k${n}`)], noon);
    await store.close();
    await truncate(path, 3 * 4096);
    const opened = openSqliteStore({ path }).then((damaged) => damaged.outbox.claim(after(1), 99, 1000));
    await expect(opened).rejects.toThrow(/is damaged. Restore it from a backup/);
  });

  test.each([
    ['a folder', async () => mkdir(path, { recursive: true })],
    ['under a file', async () => writeFile(join(folder, 'data'), '')],
  ])('that is %s is refused with what to check', async (_name, prepare) => {
    await prepare();
    const refused = openSqliteStore({ path });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(/cannot be opened.*may write to it/);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be written is refused', async () => {
    await (await openSqliteStore({ path })).close();
    await chmod(path, 0o400);
    await expect(openSqliteStore({ path })).rejects.toThrow(/Check/);
  });

  test('a Date that reaches the driver is an error, not a silent NULL', async () => {
    const store = await openSqliteStore({ path });
    const wrong = { ...newEndpoint('a.example'), addedBy: noon as unknown as string };
    await expect(store.endpoints.add(wrong, noon)).rejects.toThrow(/cannot be stored/);
    await expect(store.endpoints.add(newEndpoint('b.example'), new Date(Number.NaN))).rejects.toThrow(
      /cannot be stored/,
    );
    await store.close();
  });

  test('a location of another scheme is refused by name', async () => {
    await expect(openStore('mysql://db.example/notafter')).rejects.toThrow(/No store speaks mysql:\/\//);
  });
});
