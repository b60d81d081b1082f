import { UserError } from '../../core/errors.ts';

/**
 * What a person can do about a file that SQLite or the system refuses; anything else is a bug and comes back as it
 * is. Primary result codes: sqlite.org/rescode.html (the low byte of an extended one).
 */
export function sqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const advice = adviceFor(error);
  return advice === null ? error : new UserError(`The store ${path} ${advice}`, { cause: error });
}

/** Another program holds the lock (SQLITE_BUSY); nothing was done, so the statement may be tried again. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === busy;
}

const busy = 5;

function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

function adviceFor(error: Error): string | null {
  const folder = 'Check that the folder exists on a disk with space and that this user may write to it.';
  const result = primaryCode(error);
  if (result !== null) {
    switch (result) {
      case busy:
        return 'is locked by another program for too long. Close what holds it open, for example a database browser.';
      case 8:
        return 'cannot be written to. Check its permissions and owner, and those of its folder.';
      case 10:
        return `cannot be read or written (${error.message}). Check the disk.`;
      case 11:
        return 'is damaged. Restore it from a backup, or move it away and Notafter starts with an empty one.';
      case 13:
        return 'cannot grow: the disk is full. Make room.';
      case 14:
        return `cannot be opened. ${folder}`;
      case 26:
        return 'is not a database. Point Notafter at another file, or move this one away.';
      default:
        return null;
    }
  }
  if (!('code' in error)) return null;
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
    case 'ENOSPC':
    case 'ENOENT':
      return `cannot be opened (${error.code}). ${folder}`;
    default:
      return null;
  }
}
