import { Cron } from 'croner';
import type { Store } from '../core/store.ts';
import type { DigestSchedule } from '../core/watch/digest.ts';

/**
 * Slots are moments that every process computes alike, so that claiming one in the store is enough to do its work
 * once. Sweeps: whole intervals since 1970. Digests: the wall clock of the reader's zone; an hour that a clock change
 * skips is moved to where the clock jumps to, one that it repeats counts once.
 */
export function sweepSlot(intervalMs: number, at: Date): Date {
  return new Date(Math.floor(at.getTime() / intervalMs) * intervalMs);
}

export const sweepJob = 'sweep';

/** The newest slot at or before `at`. */
export function digestSlot(schedule: DigestSchedule, at: Date): Date {
  // `previousRuns` looks strictly before, and in whole seconds.
  const nextSecond = new Date((Math.floor(at.getTime() / 1000) + 1) * 1000);
  const [slot] = cronOf(schedule).previousRuns(1, nextSecond);
  if (slot === undefined) throw new Error(`no digest slot before ${at.toISOString()}`);
  return slot;
}

export function nextDigestSlot(schedule: DigestSchedule, after: Date): Date {
  const slot = cronOf(schedule).nextRun(after);
  if (slot === null) throw new Error(`no digest slot after ${after.toISOString()}`);
  return slot;
}

/** Holds the time too: a schedule moved to another hour has no missed slots behind it. */
export function digestJob({ place, hour, minute, zone }: DigestSchedule): string {
  return `digest:${JSON.stringify([place.platform, place.channel, place.thread ?? '', hour, minute, zone])}`;
}

/** Saves a schedule and marks the slot before now as done: asked for at 15:00, a 9 o'clock digest starts tomorrow. */
export async function setDigest(store: Store, schedule: DigestSchedule, now: Date): Promise<void> {
  await store.slots.claim(digestJob(schedule), digestSlot(schedule, now), now);
  await store.digests.set(schedule);
}

function cronOf({ hour, minute, zone }: DigestSchedule): Cron {
  return new Cron(`${minute} ${hour} * * *`, { timezone: zone, paused: true });
}
