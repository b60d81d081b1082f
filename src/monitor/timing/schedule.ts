import type { Store } from '../../core/store/store.ts';
import type { DigestSchedule } from '../../core/watch/digest.ts';
import { slotsOf } from './cron.ts';

/**
 * Slots are moments that every process computes alike, so that claiming one in the store is enough to do its work
 * once. Sweeps: whole intervals since 1970. Digests: the wall clock of the reader's zone; an hour that a clock change
 * skips is moved to where the clock jumps to, one that it repeats counts once.
 */
export function sweepSlot(intervalMs: number, at: Date): Date {
  return new Date(Math.floor(at.getTime() / intervalMs) * intervalMs);
}

export const sweepJob = 'sweep';

type Times = Pick<DigestSchedule, 'cron' | 'zone'>;

/** The newest slot at or before `at`; null: a rare one never came. */
export function digestSlot(times: Times, at: Date): Date | null {
  return digestSlotsUntil(times, at, 1)[0] ?? null;
}

/** The newest slots at or before `at`, newest first. */
export function digestSlotsUntil({ cron, zone }: Times, at: Date, count: number): readonly Date[] {
  // `previousRuns` looks strictly before, and in whole seconds.
  const nextSecond = new Date((Math.floor(at.getTime() / 1000) + 1) * 1000);
  return slotsOf(cron, zone).previousRuns(count, nextSecond);
}

/** Null: none comes any more. */
export function nextDigestSlot(times: Times, after: Date): Date | null {
  return nextDigestSlots(times, after, 1)[0] ?? null;
}

export function nextDigestSlots({ cron, zone }: Times, after: Date, count: number): readonly Date[] {
  return slotsOf(cron, zone).nextRuns(count, after);
}

/** Holds the times too: a schedule moved to another hour has no missed slots behind it. */
export function digestJob({ place, cron, zone }: DigestSchedule): string {
  return `digest:${JSON.stringify([place.platform, place.channel, place.thread ?? '', cron, zone])}`;
}

/** Saves a schedule and marks the slot before now as done: asked for at 15:00, a 9 o'clock digest starts tomorrow. */
export async function setDigest(store: Store, schedule: DigestSchedule, now: Date): Promise<void> {
  await store.slots.claim(digestJob(schedule), digestSlot(schedule, now) ?? now, now);
  await store.digests.set(schedule);
}
