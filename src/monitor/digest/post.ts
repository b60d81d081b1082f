import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { type Message, text } from '../../core/message.ts';
import { type Place, placeWord } from '../../core/people.ts';
import type { Store } from '../../core/store/store.ts';
import { ourselves } from '../../core/watch/audit.ts';
import type { DigestSchedule } from '../../core/watch/digest.ts';
import { keptMark } from '../../core/watch/kept-mark.ts';
import type { DigestContent } from '../../views/digest/content.ts';
import { digestHookEvent } from '../../views/digest/hook-event.ts';
import type { Watcher } from '../looking/watcher.ts';
import { rowBatches } from '../rows-where.ts';
import { digestJob, digestSlot, digestSlotsUntil, nextDigestSlot, sweepSlot } from '../timing/schedule.ts';
import { awaitDelivery } from './awaited.ts';
import { belongsTo, composeDigestOf, type Draw } from './compose.ts';
import { keepLeaves } from './leaves.ts';
import { type LeavesBefore, leavesOf } from './news.ts';

export type DueDigests = Watcher & {
  readonly log: Log;
  readonly onQueued: () => void;
  readonly draw?: Draw | undefined;
  /** The declared list, where there is one. */
  readonly watchFile?: string | null;
};

/** A process that died while composing is replaced when its turn is over; one that failed tries again then. */
const turnMs = 5 * 60_000;
/** Less than this is the time composing takes. */
const lateMs = 15 * 60_000;
/** So often it is composed in vain before the bare fact is posted instead. */
const mostTries = 3;
/** The year is searched for what was missed, not the century. */
const mostMissed = 100;

/** Queues the digests whose time has come, each once however many processes ask. Returns when the next comes. */
export async function postDueDigests(world: DueDigests): Promise<Date | null> {
  const schedules = await world.store.digests.list();
  let failed: unknown = null;
  for (const schedule of schedules) {
    try {
      await postIfDue(schedule, world);
    } catch (fault) {
      // One that cannot be made keeps no other from its time.
      if (world.signal.aborted) throw fault;
      world.log.error({ place: schedule.place, err: fault, reason: reasonOf(fault) }, 'a digest failed');
      failed ??= fault;
    }
  }
  const now = world.now();
  if (failed !== null) return new Date(sweepSlot(turnMs, now).getTime() + turnMs);
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
  if (latest === null || !(await isOpen(world, job, slot, latest))) return;
  if (comesWithNext(schedule, slot, now())) return;
  if (!(await store.slots.claim(`${job}:turn`, sweepSlot(turnMs, now()), now()))) return;
  const key = keyOf(job, slot);
  const { message, content } = await composed(schedule, slot, latest, world);
  // First what follows it, then the digest: one that is queued is always followed.
  await awaitDelivery(store.marks, { key, place: schedule.place, since: now() });
  const to = { kind: 'place', place: schedule.place } as const;
  const event = digestHookEvent({ place: schedule.place, summary: message.summary, at: now() }, content);
  const notification = { key, to, message, fallback: [], endpointId: null, event };
  const queued = await store.outbox.queue([notification], now());
  // Only now is the slot done: what dies before is tried again, and the key keeps it from being said twice.
  await store.slots.claim(job, slot, now());
  await store.marks.set(triesKey(job), null);
  await keepLeaves(store.marks, schedule.place, await leavesAt(schedule.place, world));
  if (queued === 0) return;
  const words = `the digest of ${slot.toISOString()} for ${placeWord(schedule.place)}`;
  await store.audit.append({
    ...{ at: now(), who: ourselves, did: 'digest send', to: key, words, place: schedule.place },
  });
  log.info({ place: schedule.place, slot }, 'digest queued');
  world.onQueued();
}

async function leavesAt(place: Place, { store, now }: DueDigests): Promise<LeavesBefore> {
  const leaves: Record<string, string>[] = [];
  for await (const batch of rowBatches(store, now())) {
    leaves.push(leavesOf(batch.filter((row) => belongsTo(row, place))));
  }
  return Object.assign({}, ...leaves);
}

/** One of an earlier day, and today's is still to come, which names what was missed: nobody reads two in a morning. */
function comesWithNext(schedule: DigestSchedule, slot: Date, now: Date): boolean {
  const next = nextDigestSlot(schedule, now);
  const day = (at: Date) => at.toLocaleDateString('en', { timeZone: schedule.zone });
  return next !== null && day(slot) !== day(now) && day(next) === day(now);
}

/** A clock that ran ahead for a while left slots that are still to come: then it is known of each what was posted. */
async function isOpen({ store, now }: DueDigests, job: string, slot: Date, latest: Date): Promise<boolean> {
  if (latest.getTime() <= now().getTime()) return latest.getTime() < slot.getTime();
  if (await store.slots.isClaimed(job, slot)) return false;
  return (await store.outbox.fate(keyOf(job, slot))) === null;
}

function keyOf(job: string, slot: Date): string {
  return `${job}:${slot.toISOString()}`;
}

/** After a few tries in vain the digest says just that: silence would pass for "all is well". */
async function composed(
  schedule: DigestSchedule,
  slot: Date,
  latest: Date,
  world: DueDigests,
): Promise<{ readonly message: Message; readonly content: DigestContent | null }> {
  const { store, now, signal, log } = world;
  const key = triesKey(digestJob(schedule));
  try {
    return await composeDigestOf({
      ...world,
      place: schedule.place,
      zone: schedule.zone,
      missed: missedSlots(schedule, slot, latest, now()),
      since: latest < slot ? latest : null,
      next: nextDigestSlot(schedule, now()),
    });
  } catch (fault) {
    if (signal.aborted) throw fault;
    const tries = await countTry(store, key, slot);
    if (tries < mostTries) throw fault;
    log.error({ place: schedule.place, err: fault, reason: reasonOf(fault) }, 'a digest cannot be composed');
    return { message: bareDigest(tries), content: null };
  }
}

function triesKey(job: string): string {
  return `digest-tries:${job}`;
}

function isTries(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
}

async function countTry({ marks }: Store, key: string, slot: Date): Promise<number> {
  const kept = await marks.get(key);
  const [of, before] = keptMark<[string, number]>(kept, isTries) ?? ['', 0];
  const tries = of === slot.toISOString() ? before + 1 : 1;
  await marks.set(key, JSON.stringify([slot.toISOString(), tries]));
  return tries;
}

function bareDigest(tries: number): Message {
  const sentence = `Expiry digest: it could not be made in ${tries} tries, so nothing is known to be fine.`;
  return {
    tone: 'bad',
    title: [text(sentence)],
    blocks: [
      { kind: 'paragraph', inlines: [text('A fault inside Notafter stopped it; the log says more.')] },
    ],
    buttons: [{ label: 'Try now', command: 'digest', subcommand: 'now', values: {} }],
    summary: sentence,
  };
}

/** The slots since `latest`, newest first; none when it is in time. */
function missedSlots(schedule: DigestSchedule, slot: Date, latest: Date, now: Date): readonly Date[] {
  const [, before] = digestSlotsUntil(schedule, slot, 2);
  // The usual case: a hundred slots of a cron cost as much as the rest of a digest.
  const count = before === undefined || before <= latest ? 1 : mostMissed;
  const since = digestSlotsUntil(schedule, slot, count).filter((each) => each > latest && latest < slot);
  return now.getTime() - slot.getTime() > lateMs ? since : since.slice(1);
}
