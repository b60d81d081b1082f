import type { Log } from '../core/log.ts';
import type { DigestSchedule } from '../core/watch/digest.ts';
import type { Notification } from '../core/watch/notification.ts';
import { claimTurn } from './claim-turn.ts';
import { composeDigest } from './digest.ts';
import type { Watcher } from './look.ts';
import { digestJob, digestSlot, nextDigestSlot, sweepJob, sweepSlot } from './schedule.ts';
import { type SweepCounts, sweep } from './sweep.ts';

export type DueSweep = Watcher & {
  readonly log: Log;
  readonly intervalMs: number;
  readonly concurrency: number;
  readonly onSwept: (counts: SweepCounts) => void;
};

/** Sweeps if this interval's sweep is still to be done and nobody else does it. Returns when the next begins. */
export async function sweepIfDue(world: DueSweep): Promise<Date> {
  const { store, now, intervalMs, signal } = world;
  if (await claimTurn(store, sweepJob, intervalMs, now())) {
    const counts = await sweep(world);
    if (!signal.aborted) world.onSwept(counts);
  }
  return new Date(sweepSlot(intervalMs, now()).getTime() + intervalMs);
}

export type DueDigests = Watcher & { readonly log: Log; readonly onQueued: () => void };

/** A process that died while composing is replaced when its turn is over. */
const turnMs = 5 * 60_000;
/** Less than this is the time composing takes. */
const lateMs = 15 * 60_000;

/** Queues the digests whose slot has come, each once however many processes ask. Returns when the next comes. */
export async function postDueDigests(world: DueDigests): Promise<Date | null> {
  const schedules = await world.store.digests.list();
  for (const schedule of schedules) await postIfDue(schedule, world);
  const now = world.now();
  const slots = schedules.flatMap((schedule) => nextDigestSlot(schedule, now) ?? []);
  return slots.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

async function postIfDue(schedule: DigestSchedule, world: DueDigests): Promise<void> {
  const { store, now, log } = world;
  const job = digestJob(schedule);
  const slot = digestSlot(schedule, now());
  if (slot === null) return;
  const latest = await store.slots.latest(job);
  // Never seen before: nothing was missed, the next slot is the first.
  if (latest === null) await store.slots.claim(job, slot, now());
  if (latest === null || latest.getTime() >= slot.getTime()) return;
  const turn = sweepSlot(turnMs, now());
  if (!(await store.slots.claim(`${job}:turn`, turn, now()))) return;
  const late = now().getTime() - slot.getTime() > lateMs;
  const message = await composeDigest({
    ...world,
    place: schedule.place,
    zone: schedule.zone,
    lateFrom: late ? slot : null,
  });
  const notification: Notification = {
    key: `${job}:${slot.toISOString()}`,
    to: { kind: 'place', place: schedule.place },
    message,
    fallback: [],
    endpointId: null,
  };
  const queued = await store.outbox.queue([notification], now());
  // Only now is the slot done: what dies before is tried again, and the key keeps it from being said twice.
  await store.slots.claim(job, slot, now());
  if (queued === 0) return;
  log.info({ place: schedule.place, slot }, 'digest queued');
  world.onQueued();
}
