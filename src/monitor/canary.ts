import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { MarkStore } from '../core/store/alarms.ts';
import type { Store } from '../core/store/store.ts';
import type { CanaryFailure, CanaryResult } from '../core/watch/canary.ts';
import { isRecordOf, keptMark } from '../core/watch/kept-mark.ts';
import type { Conversation, Notification } from '../core/watch/notification.ts';
import { canaryAlarm, canaryRecovered, canaryStillFails } from '../views/canary.ts';
import { operatorsPlace } from './operators-place.ts';
import { sweepSlot } from './timing/schedule.ts';

export type CanaryWorld = {
  readonly store: Store;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Throws when it could not be made. */
  readonly run: () => Promise<readonly CanaryFailure[]>;
  onQueued(): void;
};

const job = 'canary';
const resultMark = 'canary';
const firstMark = 'canary:first';

const everyMs = 24 * 3_600_000;
/** A process that is restarted again and again has other things to do first. */
const firstAfterMs = 5 * 60_000;
/** Another process takes over when the one that had the turn died in it. */
const turnMs = 10 * 60_000;

/** Sends the canary out when a day is over, in one of all processes, and tells when it does not come back. Returns when it is due next. */
export async function sendCanaryIfDue(world: CanaryWorld): Promise<Date> {
  const { store, now, signal } = world;
  const last = await lastCanary(store.marks);
  const due = await dueAt(store.marks, last, now());
  if (now() < due) return due;
  const turn = sweepSlot(turnMs, now());
  const nextTurn = new Date(turn.getTime() + turnMs);
  if (!(await store.slots.claim(`${job}:turn`, turn, now()))) return nextTurn;
  const failures = await runTwice(world);
  if (signal.aborted) return nextTurn;
  const result = { at: now(), failures, alarm: failures.length === 0 ? null : (last?.alarm ?? alarmId(due)) };
  // First the message, then the books: who dies between says the same again, and a repeated key is no message.
  await tell(result, last, world);
  await store.marks.set(resultMark, JSON.stringify(result));
  return new Date(result.at.getTime() + everyMs);
}

export async function lastCanary(marks: MarkStore): Promise<CanaryResult | null> {
  const stored = keptMark<Omit<CanaryResult, 'at'> & { readonly at: string }>(
    await marks.get(resultMark),
    isRecordOf({ at: 'date', failures: 'list' }),
  );
  return stored && { ...stored, at: new Date(stored.at) };
}

async function dueAt(marks: MarkStore, last: CanaryResult | null, now: Date): Promise<Date> {
  if (last !== null) {
    // After the clock was set back it is due at once.
    return last.at > now ? now : new Date(last.at.getTime() + everyMs);
  }
  const first = new Date(now.getTime() + firstAfterMs).toISOString();
  await marks.swap(firstMark, null, first);
  const kept = new Date((await marks.get(firstMark)) ?? first);
  return kept.getTime() > now.getTime() + firstAfterMs ? now : kept;
}

/** A busy machine or a leap of the clock may spoil one run; nobody is told before the second. */
async function runTwice(world: CanaryWorld): Promise<readonly CanaryFailure[]> {
  const first = await runOnce(world);
  if (first.length === 0 || world.signal.aborted) return first;
  world.log.warn({ failures: first }, 'the canary failed and is sent out once more');
  return runOnce(world);
}

async function runOnce({ run, log, signal }: CanaryWorld): Promise<readonly CanaryFailure[]> {
  try {
    return await run();
  } catch (fault) {
    if (signal.aborted) return [];
    log.error({ err: fault, reason: reasonOf(fault) }, 'the canary could not be sent out');
    return [
      { listener: 'not-run', words: `the daily test could not be made: ${reasonOf(fault).slice(0, 200)}` },
    ];
  }
}

function alarmId(due: Date): string {
  return `${job}:${due.toISOString()}`;
}

async function tell(result: CanaryResult, last: CanaryResult | null, world: CanaryWorld): Promise<void> {
  const { store, now, log, onQueued } = world;
  const id = result.alarm ?? last?.alarm ?? null;
  if (id === null) return;
  if (result.alarm !== null)
    log.error({ failures: result.failures }, 'the canary did not see what it must see');
  const place = await operatorsPlace(store, await store.rules.list());
  const said = (act: Conversation['act'], part: string, message: Notification['message']): Notification => ({
    key: `${id}:${part}`,
    to: { kind: 'place', place },
    message,
    fallback: [],
    endpointId: null,
    conversation: { id, act },
  });
  const queued = await store.outbox.queue(notificationsOf(result, last, said), now());
  if (queued > 0) onQueued();
}

type Say = (act: Conversation['act'], part: string, message: Notification['message']) => Notification;

function notificationsOf(
  result: CanaryResult,
  last: CanaryResult | null,
  said: Say,
): readonly Notification[] {
  if (result.alarm === null) {
    const message = canaryRecovered(result.at);
    return [said('reply', 'recovered', message), said('edit', 'recovered-head', message)];
  }
  if (last?.alarm == null) return [said('open', 'open', canaryAlarm(result))];
  const day = result.at.toISOString().slice(0, 10);
  return [
    said('reply', `still:${day}`, canaryStillFails(result)),
    said('edit', `edit:${day}`, canaryAlarm(result)),
  ];
}
