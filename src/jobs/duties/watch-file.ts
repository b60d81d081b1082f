import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { mostUploadBytes } from '../../core/files/uploaded-file.ts';
import { applyWatchFile } from '../../monitor/watch-file/apply-file.ts';
import { confirmedMark } from '../../monitor/watch-file/state.ts';
import type { Duty, DutyWorld } from '../duty.ts';

/** Looked at again and again instead of watched: what volumes and checkouts do to a file, watchers miss. */
const pollMs = 10_000;

/** What the file looked like when this process last read it, and what was said about it since. */
const seen = new WeakMap<DutyWorld, string>();

export const watchFileDuty: Duty = {
  name: 'watch-file',
  longestSleepMs: pollMs,
  async work(world) {
    const { config, store, now, log } = world;
    const path = config.watchFile;
    if (path === null) return null;
    const looks = await looksOf(path, world);
    if (seen.get(world) === looks) return null;
    const { readList } = await import('../../lists/read-list.ts');
    const { readChannel, readOwner } = await import('../../lists/people-text.ts');
    const outcome = await applyWatchFile({
      store,
      now,
      log,
      path,
      readFile: () => bytesOf(path),
      readList,
      readOwner,
      readChannel,
      clientNames: config.clientCertificates.map(({ name }) => name),
      newId: randomUUID,
    });
    if (outcome === 'broken' || outcome === 'held') world.onQueued();
    seen.set(world, looks);
    return null;
  },
};

/** Size, times and inode, and whether somebody confirmed or looked up something. */
async function looksOf(path: string, { store }: DutyWorld): Promise<string> {
  const marks = await Promise.all([confirmedMark, 'watch-file:names'].map((mark) => store.marks.get(mark)));
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(path);
    return JSON.stringify([size, mtimeMs, ctimeMs, ino, ...marks]);
  } catch {
    return JSON.stringify(['missing', ...marks]);
  }
}

/** Null where there is none, or none that can be read. */
async function bytesOf(path: string): Promise<Uint8Array | null> {
  try {
    const { size } = await stat(path);
    // The reader says what is wrong with one that is too large.
    return size > 4 * mostUploadBytes ? null : await readFile(path);
  } catch {
    return null;
  }
}
