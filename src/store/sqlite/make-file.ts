import { accessSync, closeSync, constants, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../core/errors.ts';

/**
 * A new store appears with its first page in it, so that an empty file is never one of ours that was not finished: it was
 * cut off by something else, and is no store to begin anew with.
 */
export function makeIfMissing(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) makeFile(path);
  else if (found.isFile() && found.size === 0) throw cutOff(path);
  // Whoever may not write finds out here, in the words of the system. Not by opening it: whoever closes a file gives up all
  // locks that his process has on it (fcntl(2)), those of SQLite in another thread, too.
  else accessSync(path, constants.R_OK | constants.W_OK);
}

function cutOff(path: string): UserError {
  return new UserError(
    `The store ${path} is empty (0 bytes): something cut it off. Restore it from a backup (notafter restore FILE, which keeps this one aside), or remove it and Notafter starts with an empty one.`,
  );
}

function makeFile(path: string): void {
  const made = `${path}.new-${process.pid}-${performance.now().toString(36).replace('.', '')}`;
  try {
    // SQLite would make it readable for everybody; its -wal and -shm files copy this mode.
    closeSync(openSync(made, 'wx', 0o600));
    const database = new DatabaseSync(made);
    try {
      database.exec('pragma journal_mode = wal');
    } finally {
      database.close();
    }
    putInPlace(made, path);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${made}${suffix}`, { force: true });
  }
}

/** Somebody else who makes it at the same moment is as good. */
function putInPlace(made: string, path: string): void {
  try {
    linkSync(made, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') return;
    // A file system without hard links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    renameSync(made, path);
  }
}
