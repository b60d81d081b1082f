import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { loadPostgres } from '../../src/store/copies/load-postgres.ts';
import { openStore } from '../../src/store/index.ts';
import { backupTo } from '../../src/upkeep/backup.ts';
import { openSource } from '../../src/upkeep/place.ts';
import { checkBrought, restoreFrom } from '../../src/upkeep/restore.ts';
import { everythingIn, fillStore } from '../support/filled-store.ts';
import { isRoot, nobody } from '../support/postgres/binaries.ts';
import { asSuperuser, hasPostgres, newDatabase } from '../support/postgres/database.ts';
import { messageSaying, newEndpoint, noon } from '../support/store-fixtures.ts';

let folder: string;
let file: string;
let from: Place;
let to: Place;
type Place = { readonly dataDir: string; readonly databaseUrl: string | null };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-upkeep-'));
  file = join(folder, 'a.backup');
  from = { dataDir: join(folder, 'from'), databaseUrl: null };
  to = { dataDir: join(folder, 'to'), databaseUrl: null };
});
afterEach(() => rm(folder, { recursive: true }));

const working = (config: Place) => ({
  config,
  version: '1.2.3',
  now: noon,
  signal: new AbortController().signal,
});
const back = (config: Place, overwrite = false) => backupTo(file, { ...working(config), overwrite });
const path = ({ dataDir }: Place) => join(dataDir, 'notafter.db');
const everything = async (place: Place) => everythingIn(await openSource(place));

/** A message of the store's console page gets a number that nothing had before. */
async function nextFeedId(location: string): Promise<number> {
  const store = await openStore(location);
  const id = await store.feed.append(messageSaying('new'), noon);
  await store.close();
  return id;
}

describe('a backup', () => {
  beforeEach(() => fillStore(path(from)));

  test('comes back as it was: every row of every table, and the numbers that follow', async () => {
    const { rows } = await back(from);
    expect(Object.values(rows).every((count) => count > 0)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const report = await restoreFrom(file, working(to));
    expect(report).toMatchObject({ from: { version: '1.2.3' }, aside: null, migrated: false });
    expect(await everything(to)).toEqual(await everything(from));
    expect((await stat(path(to))).mode & 0o777).toBe(0o600);
    expect(await nextFeedId(path(to))).toBe(4);
  });

  test('comes back with the lock on its audit log', async () => {
    await back(from);
    await restoreFrom(file, working(to));
    const restored = new DatabaseSync(path(to));
    for (const change of ["update audit set entry = '{}'", 'delete from audit'])
      expect(() => restored.exec(change)).toThrow('append only');
    restored.close();
  });

  test('brings no logins back: who logged out since stays out', async () => {
    const store = await openStore(path(from));
    await store.sessions.open('a-login', 3_600_000, 10);
    await store.close();
    await back(from);
    await restoreFrom(file, working(to));
    const restored = await openStore(path(to));
    expect(await restored.sessions.living(['a-login'])).toEqual(new Map());
    await restored.close();
  });

  test.skipIf(!hasPostgres)('goes into PostgreSQL and out of it again, equal', async () => {
    const place = await newDatabase();
    const database = { dataDir: join(folder, 'aside'), databaseUrl: place.location };
    await back(from);
    await restoreFrom(file, working(database));
    const before = await everything(from);
    expect(await everything(database)).toEqual(before);
    await back(database, true);
    await restoreFrom(file, working(to));
    expect(await everything(to)).toEqual(before);
    expect(await nextFeedId(path(to))).toBe(4);
    expect(await nextFeedId(place.location)).toBe(4);

    // What was in the database is kept, and comes back.
    await asSuperuser("update endpoints set added_by = 'somebody'", place.location);
    const second = await restoreFrom(file, working(database));
    expect(second.aside).not.toBeNull();
    await restoreFrom(second.aside ?? '', { ...working(database), now: new Date(noon.getTime() + 1000) });
    const rows = await asSuperuser("select 1 from endpoints where added_by = 'somebody'", place.location);
    expect(rows).toHaveLength(3);
    await place.dispose();
  });

  test.skipIf(!hasPostgres)('is not put under a bot that is connected', async () => {
    const place = await newDatabase();
    const database = { dataDir: join(folder, 'aside'), databaseUrl: place.location };
    const bot = await openStore(place.location);
    await bot.endpoints.add(newEndpoint('d.example'), noon);
    await back(from);
    await expect(restoreFrom(file, working(database))).rejects.toThrow(
      /Notafter has .*connection.*Stop every process/,
    );
    // Nor under one that comes once that was asked.
    const source = await openSource(from);
    await expect(loadPostgres(place.location, source, new AbortController().signal)).rejects.toThrow(
      /Nothing was changed/,
    );
    await source.close();
    expect(await bot.endpoints.count()).toBe(1);
    await bot.close();
    await place.dispose();
  });

  test('is one moment, whoever writes meanwhile', async () => {
    const store = await openStore(path(from));
    const source = await openSource(from);
    await store.endpoints.add(newEndpoint('later.example'), noon);
    const seen = await everythingIn(source);
    expect(seen.endpoints).toHaveLength(3);
    await store.close();
    expect((await everything(from)).endpoints).toHaveLength(4);
  });

  test('leaves alone what is there, unless told otherwise, and leaves no half', async () => {
    await writeFile(file, 'mine');
    await expect(back(from)).rejects.toThrow(/there already.*--force/);
    expect(await readFile(file, 'utf8')).toBe('mine');
    await back(from, true);
    await checkBrought(file);
    const nowhere = join(folder, 'no', 'such', 'folder.backup');
    await expect(backupTo(nowhere, { ...working(from), overwrite: false })).rejects.toThrow(UserError);
    await expect(backupTo(path(from), { ...working(from), overwrite: true })).rejects.toThrow(
      /the store itself/,
    );
    const aborted = { ...working(from), signal: AbortSignal.abort(), overwrite: true };
    await expect(backupTo(file, aborted)).rejects.toThrow();
    expect((await readdir(folder)).toSorted()).toEqual(['a.backup', 'from']);
    await checkBrought(file);
  });

  test('that is not as it was written is refused, and changes nothing', async () => {
    await back(from);
    const whole = gunzipSync(await readFile(file)).toString();
    const lines = whole.split('\n');
    const without = (gone: RegExp) => lines.filter((line) => !gone.test(line)).join('\n');
    const broken: readonly [string, Buffer][] = [
      ['a letter', gzipSync(whole.replace('b.example', 'x.example'))],
      ['a row', gzipSync(without(/^\[.*b\.example/))],
      ['the end', gzipSync(without(/^\{"end"/))],
      ['the head', gzipSync(without(/^\{"notafter"/))],
      ['half', (await readFile(file)).subarray(0, 900)],
      ['nothing', Buffer.alloc(0)],
      ['text', Buffer.from('these are my holiday notes')],
      ['other gzip', gzipSync('these are my holiday notes\n')],
      ['a line without end', gzipSync(Buffer.alloc(1_000_000, 'a'))],
      ['a table of the end', gzipSync(whole.replace(/("end":\{"rows":\{.*?),"\w+":\d+\}/, '$1}'))],
      ['another behind it', Buffer.concat([await readFile(file), await readFile(file)])],
      ['newer', gzipSync(whole.replace('"schema":[', '"schema":["9999-from-the-future",'))],
      ['newer format', gzipSync(whole.replace('"format":1', '"format":2'))],
    ];
    await restoreFrom(file, working(to));
    const before = await readFile(path(to));
    for (const [what, bytes] of broken) {
      const other = join(folder, 'broken.backup');
      await writeFile(other, bytes);
      const refused = restoreFrom(other, working(to));
      await expect(refused, what).rejects.toThrow(UserError);
      await expect(refused, what).rejects.toThrow(/damaged or cut off|no backup|neither|newer Notafter/);
    }
    expect(await readFile(path(to))).toEqual(before);
    expect((await readdir(to.dataDir)).toSorted()).toEqual(['notafter.db', 'notafter.db.lock']);
  });
});

describe('restoring', () => {
  test('is not stopped by what a killed one left', async () => {
    await fillStore(path(from));
    await back(from);
    await fillStore(path(to));
    await writeFile(`${path(to)}.restoring`, 'half of a store');
    await restoreFrom(file, working(to));
    expect(await everything(to)).toEqual(await everything(from));
    expect((await readdir(to.dataDir)).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  test.skipIf(!isRoot())('by root leaves a store that the user of the bot can open', async () => {
    await fillStore(path(from));
    await back(from);
    await mkdir(to.dataDir);
    await chown(to.dataDir, nobody.uid, nobody.gid);
    await restoreFrom(file, working(to));
    for (const name of await readdir(to.dataDir))
      expect((await stat(join(to.dataDir, name))).uid, name).toBe(nobody.uid);
  });

  test('keeps what was there under a dated name, which restores as well', async () => {
    await fillStore(path(from));
    await fillStore(path(to));
    const first = await everything(to);
    await back(from);
    const { aside } = await restoreFrom(file, working(to));
    expect(aside).toBe(`${path(to)}.before-restore-20260921T120000Z`);
    expect(await everything(to)).toEqual(await everything(from));
    await restoreFrom(aside ?? '', working(to));
    expect(await everything(to)).toEqual(first);
  });

  test('takes the place of a damaged store, and keeps that with its log', async () => {
    await fillStore(path(from));
    await back(from);
    await fillStore(path(to));
    await writeFile(path(to), 'no database any more, but not thrown away');
    await writeFile(`${path(to)}-wal`, 'garbage');
    const { aside } = await restoreFrom(file, working(to));
    expect(await readFile(aside ?? '', 'utf8')).toMatch(/^no database/);
    expect(await readFile(`${aside}-wal`, 'utf8')).toBe('garbage');
    expect(await everything(to)).toEqual(await everything(from));
  });

  test('of an older release brings it up to this one', async () => {
    await fillStore(path(from));
    const older = new DatabaseSync(path(from));
    older.exec('alter table looks drop column took; drop table latencies');
    older.exec("delete from migrations where name >= '0016'");
    older.close();
    await back(from);
    const { migrated } = await restoreFrom(file, working(to));
    expect(migrated).toBe(true);
    const store = await openStore(path(to));
    expect(await store.endpoints.count()).toBe(3);
    await store.close();
    expect(await everything(from)).not.toHaveProperty('latencies');
    expect(await everything(to)).toHaveProperty('latencies');
  });

  test('takes a copied SQLite file, and refuses a damaged one', async () => {
    await fillStore(path(from));
    const copy = join(folder, 'copy.db');
    await copyFile(path(from), copy);
    await restoreFrom(copy, working(to));
    expect(await everything(to)).toEqual(await everything(from));
    await truncate(copy, 5 * 4096);
    await expect(restoreFrom(copy, working(to))).rejects.toThrow(/damaged/);
    await expect(restoreFrom(path(to), working(to))).rejects.toThrow(/the store itself/);
  });

  test('waits for nobody: it refuses while a process has the store open, and not after that was killed', async () => {
    await fillStore(path(from));
    await back(from);
    await fillStore(path(to));
    const other = spawn(
      process.execPath,
      [resolve('test/support/processes/store-process.ts'), path(to), 'claim-and-hang', 'x'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(other.stdout, 'data');
    await expect(restoreFrom(file, working(to))).rejects.toThrow(
      /A Notafter has .* open. Stop every process/,
    );
    other.kill('SIGKILL');
    await once(other, 'exit');
    await restoreFrom(file, working(to));
    expect(await everything(to)).toEqual(await everything(from));
  });
});
