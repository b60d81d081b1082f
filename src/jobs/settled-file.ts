import { open, stat } from 'node:fs/promises';
import { mostUploadBytes } from '../core/files/uploaded-file.ts';

/** Older than this it is taken for whole: programs that write in place do so in one go. */
const settledMs = 1000;
/** As much as 10,000 entries need. */
const mostBytes = 4 * mostUploadBytes;

/** Size, times and inode: what changes when somebody writes it. */
export async function looksOfFile(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(path);
    return JSON.stringify([size, mtimeMs, ctimeMs, ino]);
  } catch (thrown) {
    return codeOf(thrown);
  }
}

/** The bytes of a file that nobody is writing any more; a sentence where there are none to be had; null: not yet. */
export async function readSettled(path: string, now: Date): Promise<Uint8Array | string | null> {
  try {
    // Opening a pipe waits for who writes into it.
    const what = await stat(path);
    if (what.isDirectory()) return 'It is a folder. Name the file in it.';
    if (!what.isFile()) return 'It is no regular file.';
    const file = await open(path, 'r');
    try {
      const before = await file.stat();
      if (before.size > mostBytes)
        return `It is larger than ${mostBytes / 1024 ** 2} MiB, the most that is read.`;
      const age = now.getTime() - before.mtimeMs;
      // A time to come is a clock that was set, and no reason to wait for it.
      if (age >= 0 && age < settledMs) return null;
      const bytes = await file.readFile();
      const after = await file.stat();
      return after.size === bytes.length && after.mtimeMs === before.mtimeMs ? bytes : null;
    } finally {
      await file.close();
    }
  } catch (thrown) {
    return sentences[codeOf(thrown)] ?? `It cannot be read (${codeOf(thrown)}).`;
  }
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'Notafter may not read it. Give it the right to.',
  ELOOP: 'Its symbolic links lead in circles.',
};

function codeOf(thrown: unknown): string {
  return String((thrown as { readonly code?: unknown } | null)?.code ?? 'unknown error');
}
