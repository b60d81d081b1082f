import { randomUUID } from 'node:crypto';
import { applyWatchFile } from '../../monitor/lists/watch-file/apply-file.ts';
import { confirmedMark } from '../../monitor/lists/watch-file/state.ts';
import type { Duty, DutyWorld } from '../duty.ts';
import { looksOfFile, readSettled } from '../settled-file.ts';

/** Looked at again and again instead of watched: what volumes and checkouts do to a file, watchers miss. */
const pollMs = 10_000;
const settlingMs = 1000;

/** What the file looked like when this process last read it, and what was said about it since. */
const seen = new WeakMap<DutyWorld, string>();

export const watchFileDuty: Duty = {
  name: 'watch-file',
  role: 'scheduler',
  longestSleepMs: pollMs,
  async work(world) {
    const { config, store, now, log } = world;
    const path = config.watchFile;
    if (path === null) return null;
    const looks = await looksOf(path, world);
    if (seen.get(world) === looks) return null;
    const bytes = await readSettled(path, now());
    // Somebody is writing it: half of it would take away what the other half names.
    if (bytes === null) return new Date(now().getTime() + settlingMs);
    const { readList } = await import('../../lists/read-list.ts');
    const { readChannel, readOwner } = await import('../../lists/people-text.ts');
    const outcome = await applyWatchFile({
      store,
      now,
      log,
      path,
      readFile: async () => bytes,
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

/** How the file looks, and whether somebody confirmed or looked up something. */
async function looksOf(path: string, { store }: DutyWorld): Promise<string> {
  const marks = await Promise.all([confirmedMark, 'watch-file:names'].map((mark) => store.marks.get(mark)));
  return JSON.stringify([await looksOfFile(path), ...marks]);
}
