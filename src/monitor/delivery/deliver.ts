import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { PlatformName } from '../../core/people.ts';
import type { Store } from '../../core/store/store.ts';
import {
  type Notification,
  type Outgoing,
  platformOf,
  type QueuedNotification,
  type Send,
  type SendOutcome,
} from '../../core/watch/notification.ts';
import type { ClockWatch } from '../timing/clock-watch.ts';
import { retryDelayMs, sendWithin } from './attempt.ts';
import { otherWays } from './other-ways.ts';
import { tellOfRefusedWebhook } from './refused-webhook.ts';
import { knownOutcome, settleSurely } from './settle-surely.ts';
import { type AskPresence, toWhoIsThere } from './still-there.ts';

export type Delivery = {
  readonly store: Store;
  /** The platforms that are connected, by name; may grow while running. */
  readonly sendTo: ReadonlyMap<PlatformName, Send>;
  /** Whether somebody who is to be called is still there. Left out: everybody is called. */
  readonly presence?: AskPresence;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Left out: nobody looks whether the clock was set. */
  readonly clock?: Pick<ClockWatch, 'look' | 'aheadSince'>;
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
};

/** Sends at a time, of one platform. */
const mostAtOnce = 20;
/** Longer than a send may take, so that nobody else sends the same meanwhile. */
const leaseMs = 60_000;

const hourMs = 3_600_000;

/**
 * Sends what is due, until nothing is; returns how many were settled. What is for a platform that is not connected
 * here is not touched: another process may have it, and connecting it later delivers it. Once too old to be of use
 * (a week for an alarm and for programs, a day for a digest, which the next one replaces) a notification is refused instead of sent.
 */
export async function deliverDue(delivery: Delivery): Promise<number> {
  const settled = await Promise.all(
    [...delivery.sendTo.keys()].map((platform) => deliverOn(platform, delivery)),
  );
  return settled.reduce((sum, count) => sum + count, 0);
}

/** One at a time for each place, so that a place which is slow delays no other. Rejects when the store fails. */
async function deliverOn(platform: PlatformName, delivery: Delivery): Promise<number> {
  const { store, now, signal } = delivery;
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  let settled = 0;

  async function deliver(notification: QueuedNotification): Promise<void> {
    try {
      await deliverOne(notification, delivery);
      settled += 1;
    } catch (thrown) {
      faults.push(thrown);
    }
  }

  while (faults.length === 0) {
    const room = signal.aborted ? 0 : mostAtOnce - running.size;
    const claimed = room === 0 ? [] : await store.outbox.claim(now(), room, leaseMs, [platform]);
    for (const notification of claimed) {
      const work = deliver(notification).finally(() => running.delete(work));
      running.add(work);
    }
    if (claimed.length > 0) continue;
    if (running.size === 0) return settled;
    await Promise.race(running);
  }
  await Promise.all(running);
  throw faults[0];
}

async function deliverOne(notification: QueuedNotification, delivery: Delivery): Promise<void> {
  const { store, now, log, random = Math.random } = delivery;
  const { key, attempts } = notification;
  const said = knownOutcome(store, key) ?? (await attempt(notification, delivery));
  const afterMs = said.kind === 'retry' ? retryDelayMs(attempts, said.afterMs, random) : 0;
  const retryAt = new Date(now().getTime() + afterMs);
  const outcome =
    said.kind === 'retry' ? orGiveUp(notification, said, waitedUntil(retryAt, notification, delivery)) : said;
  if (outcome.kind === 'refused') {
    log.warn({ key, reason: outcome.reason }, 'a notification was refused');
    // First the other way, then the books: a crash between the two repeats a key, and a repeated key is no message.
    await store.outbox.queue(otherWays(notification, outcome.reason), now());
    await tellOfRefusedWebhook(notification, outcome.reason, { store, now: now() });
  }
  await settleSurely(key, outcome, retryAt, delivery);
}

async function attempt(notification: QueuedNotification, delivery: Delivery): Promise<SendOutcome> {
  const { store, sendTo, presence, now, signal, log } = delivery;
  const platform = platformOf(notification);
  const waitedMs = waitedUntil(now(), notification, delivery);
  if (waitedMs > usefulMs(notification)) {
    return { kind: 'refused', reason: `it waited ${Math.floor(waitedMs / hourMs)} hours and is out of date` };
  }
  if (isEditOfNothing(notification)) {
    // The head never came to be here; where it went instead its rewriting goes as well.
    await store.outbox.queue(otherWays(notification, ''), now());
    return { kind: 'sent', reference: '' };
  }
  const send = sendTo.get(platform);
  if (send === undefined)
    return { kind: 'retry', afterMs: null, reason: `no bot is connected to ${platform}` };
  const checked =
    presence === undefined
      ? ({ kind: 'say', notification, besides: [] } as const)
      : await toWhoIsThere(notification, { presence, marks: store.marks, now, signal });
  await store.outbox.queue(checked.besides, now());
  if (checked.kind === 'nobody there')
    return { kind: 'refused', reason: 'that person is not there any more' };
  try {
    return await sendWithin(send, checked.notification, signal);
  } catch (fault) {
    log.error({ key: notification.key, err: fault }, 'a platform threw while sending');
    return { kind: 'retry', afterMs: null, reason: reasonOf(fault) };
  }
}

/** Time that a clock only leapt over did not pass: nothing is out of date for that. */
function waitedUntil(at: Date, { queuedAt }: QueuedNotification, { clock }: Delivery): number {
  clock?.look();
  return at.getTime() - queuedAt.getTime() - (clock?.aheadSince(queuedAt) ?? 0);
}

function isEditOfNothing({ conversation, head = null }: Outgoing): boolean {
  return conversation?.act === 'edit' && head === null;
}

function orGiveUp(
  notification: QueuedNotification,
  retry: Extract<SendOutcome, { kind: 'retry' }>,
  waitedMs: number,
): SendOutcome {
  if (waitedMs <= usefulMs(notification)) return retry;
  return { kind: 'refused', reason: `given up after ${notification.attempts} attempts: ${retry.reason}` };
}

function usefulMs(notification: Notification): number {
  const { endpointId, conversation } = notification;
  const isForPeople = platformOf(notification) !== 'webhook';
  return isForPeople && endpointId === null && conversation === undefined ? 24 * hourMs : 7 * 24 * hourMs;
}
