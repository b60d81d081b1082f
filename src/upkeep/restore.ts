import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Source } from '../store/copies/source.ts';
import { stepNames } from '../store/migrations/migrations.ts';
import { type BackupOptions, backupTo } from './backup.ts';
import { fileError, stamp } from './files.ts';
import { databasePath, type Place } from './place.ts';
import { replaceStore } from './replace-store.ts';

export type RestoreOptions = BackupOptions;

export type RestoreReport = {
  /** When it was written and by which release; null where it is a SQLite file. */
  readonly from: { readonly at: string; readonly version: string } | null;
  readonly rows: number;
  /** What was there before; null: nothing was. */
  readonly aside: string | null;
  readonly migrated: boolean;
};

/**
 * Puts what a backup or a SQLite file of Notafter holds in place of what is kept now. All of it is read and checked before
 * anything is replaced, and what was there is kept. UserError where a bot runs on it.
 */
export async function restoreFrom(file: string, options: RestoreOptions): Promise<RestoreReport> {
  try {
    const { source, from } = await openBrought(file);
    try {
      const { databaseUrl } = options.config;
      const placed =
        databaseUrl === null
          ? await restoreFile(file, source, options)
          : await restoreDatabase(databaseUrl, source, options);
      return { from, migrated: source.schema.length < stepNames.length, ...placed };
    } finally {
      await source.close();
    }
  } catch (error) {
    throw fileError(error, file);
  }
}

/** Reads all of it and changes nothing. */
export async function checkBrought(file: string): Promise<Pick<RestoreReport, 'from'>> {
  try {
    const { source, from } = await openBrought(file);
    await source.close();
    return { from };
  } catch (error) {
    throw fileError(error, file);
  }
}

async function openBrought(
  file: string,
): Promise<{ readonly source: Source; readonly from: RestoreReport['from'] }> {
  const begin = await firstBytes(file);
  if (begin.toString('latin1').startsWith('SQLite format 3\0')) {
    const { openSqliteSource } = await import('../store/copies/sqlite-source.ts');
    return { source: await openSqliteSource(file), from: null };
  }
  if (begin[0] !== 0x1f || begin[1] !== 0x8b)
    throw new UserError(`${file} is neither a backup (notafter backup FILE makes one) nor a SQLite file.`);
  const { checkBackup, openBackup } = await import('../store/copies/read-backup.ts');
  const manifest = await checkBackup(file);
  return { source: await openBackup(file, manifest), from: { at: manifest.at, version: manifest.version } };
}

async function firstBytes(file: string): Promise<Buffer> {
  // Opening a pipe waits for who writes into it, and it could not be read twice.
  if (!(await stat(file)).isFile())
    throw new UserError(`${file} is no regular file. Save it to a file first.`);
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

type Placed = Pick<RestoreReport, 'rows' | 'aside'>;

async function restoreFile(
  file: string,
  source: Source,
  { config, now, signal }: RestoreOptions,
): Promise<Placed> {
  const path = databasePath(config);
  const [brought, own] = await Promise.all([stat(file), stat(path).catch(() => null)]);
  if (own !== null && own.ino === brought.ino && own.dev === brought.dev)
    throw new UserError(`${file} is the store itself.`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { giveToOwner, holdStoreAlone, settleStore } = await import('../store/sqlite/file-lock.ts');
  const lock = holdStoreAlone(path);
  const made = `${path}.restoring`;
  try {
    // Nobody else holds the lock: one that is there was left by a restore that was killed.
    await rm(made, { force: true });
    const { loadSqlite } = await import('../store/copies/load-sqlite.ts');
    const rows = total(await loadSqlite(made, source, signal));
    giveToOwner(made);
    return { rows, aside: await replaceStore(path, made, now, () => settleStore(path)) };
  } finally {
    await rm(made, { force: true });
    lock.release();
  }
}

async function restoreDatabase(url: string, source: Source, options: RestoreOptions): Promise<Placed> {
  const { loadPostgres, refuseWhileConnected } = await import('../store/copies/load-postgres.ts');
  await refuseWhileConnected(url);
  const aside = await keepAside(options);
  const load = async (current: Source) => total(await loadPostgres(url, current, options.signal));
  return { aside, rows: await broughtUpToDate(source, options.signal, load) };
}

/** Older ones take their steps in a SQLite file: a database that others use is filled once, with what is right. */
async function broughtUpToDate<T>(
  source: Source,
  signal: AbortSignal,
  use: (current: Source) => Promise<T>,
): Promise<T> {
  if (stepNames.every((name) => source.schema.includes(name))) return use(source);
  const folder = await mkdtemp(join(tmpdir(), 'notafter-restore-'));
  try {
    const path = join(folder, 'notafter.db');
    const { loadSqlite } = await import('../store/copies/load-sqlite.ts');
    await loadSqlite(path, source, signal);
    const { openSqliteSource } = await import('../store/copies/sqlite-source.ts');
    const current = await openSqliteSource(path);
    try {
      return await use(current);
    } finally {
      await current.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A backup of what is in the database now, in DATA_DIR; null: it is empty. */
async function keepAside(options: RestoreOptions): Promise<string | null> {
  const { config, now } = options;
  if (!(await holdsSomething(config))) return null;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const file = join(config.dataDir, `before-restore-${stamp(now)}.backup`);
  await backupTo(file, { ...options, overwrite: false });
  return file;
}

async function holdsSomething(place: Place): Promise<boolean> {
  const { isEmptyDatabase } = await import('../store/copies/postgres-source.ts');
  return place.databaseUrl !== null && !(await isEmptyDatabase(place.databaseUrl));
}

function total(rows: Readonly<Record<string, number>>): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}
