import { link, rename, rm, stat } from 'node:fs/promises';
import { putInPlace, stamp, syncFolder } from './files.ts';

/** Changes that are not in a SQLite file yet, and the index of these, which is made anew from them. */
const changes = '-wal';
const index = '-shm';

/**
 * Puts `made` in place of the store at `path`, which nobody may have open, and keeps the old one under a dated name, with
 * what was not yet in it. At every moment there is a whole one under the old name or the new. `settle` writes the changes
 * into the old one where it is sound. Null: there was none.
 */
export async function replaceStore(
  path: string,
  made: string,
  now: Date,
  settle: () => void,
): Promise<string | null> {
  const isHere = await isFile(path);
  const aside = isHere ? await freeName(`${path}.before-restore-${stamp(now)}`) : null;
  if (aside !== null) {
    // Before SQLite sees it: of a damaged store it may throw the changes away.
    for (const suffix of ['', changes]) await keep(`${path}${suffix}`, `${aside}${suffix}`);
    // Where it had to be moved away SQLite would make an empty one.
    if (await isFile(path)) settle();
    const left = await stat(`${aside}${changes}`).catch(() => null);
    if (left?.size === 0) await rm(`${aside}${changes}`);
    await syncFolder(path);
  }
  // They would be taken for changes of the new one.
  for (const suffix of [changes, index]) await rm(`${path}${suffix}`, { force: true });
  await putInPlace(made, path, true);
  return aside;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function keep(from: string, to: string): Promise<void> {
  if (!(await isFile(from))) return;
  try {
    await link(from, to);
  } catch {
    // A file system without hard links.
    await rename(from, to);
  }
}

async function freeName(name: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? name : `${name}-${n}`;
    if (!(await isFile(candidate))) return candidate;
  }
}
