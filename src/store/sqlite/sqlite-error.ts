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

/** What stands in the file is not what SQLite wrote (SQLITE_CORRUPT, SQLITE_NOTADB). */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === 11 || code === 26;
}

const busy = 5;

function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

function adviceFor(error: Error): string | null {
  const folder =
    'Check that the folder exists on a disk with space and that this user may write to it; notafter doctor says more.';
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
        return 'is damaged. Restore it from a backup (notafter restore FILE, which keeps this one aside), or move it away and Notafter starts with an empty one.';
      case 13:
        return 'cannot grow: the disk is full. Make room; nothing that was acknowledged is lost.';
      case 14:
        return `cannot be opened. ${folder}`;
      case 26:
        return 'is not a database. Restore it from a backup (notafter restore FILE, which keeps this one aside), point DATA_DIR elsewhere, or move this one away.';
      default:
        return null;
    }
  }
  if (!('code' in error)) return null;
  switch (error.code) {
    case 'EROFS':
      return `cannot be opened: its disk can only be read (EROFS). Mount it for writing, or set DATA_DIR to a folder elsewhere. ${folder}`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `cannot be opened: its folder is a file (${error.code}). Correct DATA_DIR, or move that file away. ${folder}`;
    case 'EACCES':
    case 'EPERM':
    case 'EISDIR':
    case 'ENOSPC':
    case 'ENOENT':
      return `cannot be opened (${error.code}). ${folder}`;
    default:
      return null;
  }
}
