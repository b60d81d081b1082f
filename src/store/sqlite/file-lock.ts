import { accessSync, chownSync, closeSync, constants, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../core/errors.ts';
import { isBusy, sqliteError } from './sqlite-error.ts';

export type FileLock = { release(): void };

/**
 * Any number may hold a store open, and nobody may while it is replaced. An empty file beside it carries SQLite's own locks of
 * a file, which the system takes back from whoever dies. A lock on the store itself would go with the file that is replaced.
 */
export function shareStore(path: string): FileLock {
  return locked(path, 'begin; select count(*) from sqlite_schema', {
    waitMs: 2000,
    refused: `The store ${path} is being restored. Wait until that is done, and start again.`,
  });
}

export function holdStoreAlone(path: string): FileLock {
  return locked(path, 'begin exclusive', {
    waitMs: 0,
    refused: `A Notafter has ${path} open. Stop every process that uses it (a bot, \`notafter\` in another shell), then restore. Nothing was changed.`,
  });
}

function locked(
  path: string,
  statement: string,
  { waitMs, refused }: { readonly waitMs: number; readonly refused: string },
): FileLock {
  const beside = `${path}.lock`;
  let database: DatabaseSync | null = null;
  try {
    makeEmpty(beside);
    database = new DatabaseSync(beside, { timeout: waitMs });
    database.exec(statement);
    const held = database;
    return {
      release() {
        // A store may be closed twice.
        if (held.isOpen) held.close();
      },
    };
  } catch (error) {
    database?.close();
    throw isBusy(error) ? new UserError(refused, { cause: error }) : sqliteError(error, path);
  }
}

/** One that is there is not opened: closing it would give up the locks that another thread has on it (fcntl(2)). */
function makeEmpty(path: string): void {
  if (existsSync(path)) {
    accessSync(path, constants.R_OK | constants.W_OK);
    return;
  }
  closeSync(openSync(path, 'a', 0o600));
  giveToOwner(path);
}

/** What root makes belongs to whom the folder belongs: the bot runs as another user, and has to use it. */
export function giveToOwner(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  if (statSync(path).uid === 0 && uid !== 0) chownSync(path, uid, gid);
}

/** Writes what waits beside a store into it, where that can be done; for whoever holds it alone. */
export function settleStore(path: string): void {
  try {
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec('pragma wal_checkpoint(truncate)');
    } finally {
      database.close();
    }
  } catch {
    // A damaged one is kept with what is beside it, as it is.
  }
}
