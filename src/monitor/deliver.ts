import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type PlatformName, placeText } from '../core/people.ts';
import type { Store } from '../core/store.ts';
import type { Notification, QueuedNotification, Send, SendOutcome } from '../core/watch/notification.ts';
import { redirectedMessage } from '../views/ping.ts';
import { canBeWrittenTo, directKey } from './ping.ts';

export type Delivery = {
  readonly store: Store;
  /** The platforms that are connected, by name; may grow while running. */
  readonly sendTo: ReadonlyMap<PlatformName, Send>;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
};

const batchSize = 20;
/** Longer than a send may take, so that nobody else sends the same meanwhile. */
const leaseMs = 60_000;
const sendDeadlineMs = 30_000;
const graceMs = 1500;

const firstRetryMs = 2000;
const longestRetryMs = 15 * 60_000;
/** No platform means more than this; a hostile or broken one may say so. */
const longestRetryAfterMs = 24 * 3_600_000;

const hourMs = 3_600_000;

/**
 * Sends what is due, until nothing is; returns how many were settled. What is for a platform that is not connected
 * here is not touched: another process may have it, and connecting it later delivers it. Once too old to be of use
 * (a week for an alarm, a day for a digest, which the next one replaces) a notification is refused instead of sent.
 */
export async function deliverDue(delivery: Delivery): Promise<number> {
  const { store, sendTo, now, signal } = delivery;
  let settled = 0;
  while (!signal.aborted) {
    const claimed = await store.outbox.claim(now(), batchSize, leaseMs, [...sendTo.keys()]);
    if (claimed.length === 0) return settled;
    // At most one per place: waiting for one place delays no other by more than a send may take.
    const ended = await Promise.allSettled(claimed.map((notification) => deliverOne(notification, delivery)));
    const fault = ended.find((end) => end.status === 'rejected');
    if (fault !== undefined) throw fault.reason;
    settled += claimed.length;
  }
  return settled;
}

async function deliverOne(notification: QueuedNotification, delivery: Delivery): Promise<void> {
  const { store, now, log } = delivery;
  const said = await attempt(notification, delivery);
  const retryAt =
    said.kind === 'retry' ? new Date(now().getTime() + retryDelayMs(notification, said, delivery)) : now();
  const outcome = said.kind === 'retry' ? orGiveUp(notification, said, retryAt) : said;
  if (outcome.kind === 'refused') {
    log.warn({ key: notification.key, reason: outcome.reason }, 'a notification was refused');
    // First the other way, then the books: a crash between the two repeats a key, and a repeated key is no message.
    await store.outbox.queue(otherWays(notification, outcome.reason), now());
  }
  await store.outbox.settle(notification.key, outcome, now(), retryAt);
}

async function attempt(notification: QueuedNotification, delivery: Delivery): Promise<SendOutcome> {
  const { sendTo, now, signal, log } = delivery;
  const platform = platformOf(notification);
  const waitedMs = now().getTime() - notification.queuedAt.getTime();
  if (waitedMs > usefulMs(notification)) {
    return { kind: 'refused', reason: `it waited ${Math.floor(waitedMs / hourMs)} hours and is out of date` };
  }
  const send = sendTo.get(platform);
  if (send === undefined)
    return { kind: 'retry', afterMs: null, reason: `no bot is connected to ${platform}` };
  using patience = sendPatience(signal);
  try {
    return await Promise.race([send(notification, patience.signal), patience.ranOut]);
  } catch (fault) {
    log.error({ key: notification.key, err: fault }, 'a platform threw while sending');
    return { kind: 'retry', afterMs: null, reason: reasonOf(fault) };
  }
}

/** A send gets its whole time; once we are stopped it gets a moment to end, since cutting it may say a thing twice. */
function sendPatience(stopped: AbortSignal) {
  const over = new AbortController();
  const { promise: ranOut, resolve } = Promise.withResolvers<SendOutcome>();
  const giveUp = (reason: string) => {
    over.abort();
    resolve({ kind: 'retry', afterMs: null, reason });
  };
  const timers = [setTimeout(giveUp, sendDeadlineMs, `no answer in ${sendDeadlineMs / 1000} s`)];
  const onStop = () => timers.push(setTimeout(giveUp, graceMs, 'Notafter was stopped while sending'));
  stopped.addEventListener('abort', onStop);
  return {
    signal: over.signal,
    ranOut,
    [Symbol.dispose]() {
      stopped.removeEventListener('abort', onStop);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Doubling from 2 s to 15 min, the upper half of it by chance; never before the moment the platform asked for. */
function retryDelayMs(
  { attempts }: QueuedNotification,
  { afterMs }: Extract<SendOutcome, { kind: 'retry' }>,
  { random = Math.random }: Delivery,
): number {
  const backOffMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(20, attempts - 1));
  const ownMs = Math.round(backOffMs * (0.5 + random() / 2));
  return Math.max(ownMs, Math.min(afterMs ?? 0, longestRetryAfterMs));
}

function orGiveUp(
  notification: QueuedNotification,
  retry: Extract<SendOutcome, { kind: 'retry' }>,
  retryAt: Date,
): SendOutcome {
  if (retryAt.getTime() - notification.queuedAt.getTime() <= usefulMs(notification)) return retry;
  return { kind: 'refused', reason: `given up after ${notification.attempts} attempts: ${retry.reason}` };
}

function usefulMs({ endpointId }: Notification): number {
  return endpointId === null ? 24 * hourMs : 7 * 24 * hourMs;
}

/** A direct message to each who can get one. One that is refused in turn has no further way. */
function otherWays(notification: Notification, reason: string): readonly Notification[] {
  const { to } = notification;
  if (to.kind === 'person') return [];
  const message = redirectedMessage(notification.message, placeText(to.place), reason);
  return notification.fallback.filter(canBeWrittenTo).map((who) => ({
    key: directKey(notification.key, who),
    to: { kind: 'person', who },
    message,
    fallback: [],
    endpointId: notification.endpointId,
  }));
}

function platformOf({ to }: Notification): PlatformName {
  return to.kind === 'place' ? to.place.platform : to.who.platform;
}
