import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store/store.ts';
import { sqliteEngine } from '../engine.ts';
import { migrate } from '../migrations/migrations.ts';
import { type RepositoryLimits, repository } from '../repository.ts';
import type { Schema } from '../schema.ts';
import { type FileLock, shareStore } from './file-lock.ts';
import { makeIfMissing } from './make-file.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { sqliteError } from './sqlite-error.ts';

export type SqliteOptions = RepositoryLimits & {
  readonly path: string;
  readonly log?: Log | undefined;
};

/** SQLite's own name for a database that is gone with its handle. */
export const inMemory = ':memory:';

/** Nothing else runs while it opens, so it may wait in the thread. */
const openingBusyTimeoutMs = 5000;
/** The longest a statement may hold up the thread; the dialect waits on without holding it. */
const busyTimeoutMs = 10;

/**
 * Opens, and where needed makes, the embedded store. Several processes and threads may hold the same file open.
 * UserError when the file is damaged, cannot be written, or belongs to a newer release.
 */
export async function openSqliteStore({ path, log, ...limits }: SqliteOptions): Promise<Store> {
  const { database, lock } = openDatabase(path);
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database, path) });
  const close = async () => {
    await db.destroy();
    lock?.release();
  };
  try {
    await migrate(db, sqliteEngine, path, log);
  } catch (error) {
    await close();
    throw error;
  }
  return { ...repository(db, sqliteEngine, limits), close };
}

type Opened = { readonly database: DatabaseSync; readonly lock: FileLock | null };

function openDatabase(path: string): Opened {
  let database: DatabaseSync | null = null;
  let lock: FileLock | null = null;
  try {
    if (path !== inMemory) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      lock = shareStore(path);
      makeIfMissing(path);
    }
    database = new DatabaseSync(path, { timeout: openingBusyTimeoutMs, enableForeignKeyConstraints: true });
    database.exec('pragma journal_mode = wal; pragma synchronous = full;');
    database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
    return { database, lock };
  } catch (error) {
    database?.close();
    lock?.release();
    throw sqliteError(error, path);
  }
}
