import type { HookEvent } from '../hook/event.ts';
import type { Message } from '../message.ts';
import type { Place, PlatformName } from '../people.ts';
import type { DigestSchedule } from '../watch/digest.ts';
import type { Notification, QueuedNotification, SendOutcome } from '../watch/notification.ts';

export type OutboxStore = {
  /** Returns how many were new; a key that was ever queued is not queued again. */
  queue(notifications: readonly Notification[], now: Date): Promise<number>;
  /** Queues what no person is told of for the webhooks that want it, once per key; returns how many were new. */
  tell(key: string, event: HookEvent, now: Date): Promise<number>;
  /**
   * Takes up to `limit` that are due and leases them until now + leaseMs: two processes never hold one at a time.
   * Per place in the order of queueing: a later one waits while an earlier one of its place is unsettled.
   * Those of other platforms than the given ones are left to a process that has them. `attempts` counts this one.
   */
  claim(
    now: Date,
    limit: number,
    leaseMs: number,
    platforms?: readonly PlatformName[],
  ): Promise<readonly QueuedNotification[]>;
  /** `retry` makes it due again at `nextAttemptAt`; `sent` and `refused` end it. */
  settle(key: string, outcome: SendOutcome, now: Date, nextAttemptAt: Date): Promise<void>;
  /** What became of a notification; null: it was never queued. */
  fate(key: string): Promise<NotificationFate | null>;
  /** When the next one becomes due, or null: how long the deliverer may sleep. */
  nextDue(platforms?: readonly PlatformName[]): Promise<Date | null>;
  /** How many wait, and how many were refused for good and are still remembered, by platform. */
  tally(): Promise<readonly OutboxTally[]>;
  /** When the last one was sent whose key begins so; null: none that is remembered. */
  lastSent(keyBegin: string): Promise<Date | null>;
  /** Forgets what was settled before, but for what belongs to incidents that are kept; returns how many. */
  prune(before: Date): Promise<number>;
};

export type OutboxTally = {
  readonly platform: PlatformName;
  readonly state: 'queued' | 'refused';
  readonly count: number;
  /** When the one was queued that is there for longest. */
  readonly oldestAt: Date;
};

/** `reason`: why the last attempt failed; of a queued one null while it is being tried. */
export type NotificationFate =
  | { readonly kind: 'queued' | 'refused'; readonly at: Date; readonly reason: string | null }
  | { readonly kind: 'sent'; readonly at: Date };

export type DigestStore = {
  get(place: Place): Promise<DigestSchedule | null>;
  set(schedule: DigestSchedule): Promise<void>;
  remove(place: Place): Promise<boolean>;
  list(): Promise<readonly DigestSchedule[]>;
};

/** What the console shows of messages that were sent unprompted. `under`: the item it answers. */
export type FeedItem = {
  readonly id: number;
  readonly at: Date;
  readonly message: Message;
  readonly under: number | null;
  /** When it was last changed, as a number that counts every change of the feed. */
  readonly revision: number;
};

export type FeedStore = {
  append(message: Message, at: Date, under?: number | null): Promise<number>;
  /** Puts another message in its place; false when it is gone. */
  replace(id: number, message: Message): Promise<boolean>;
  /** New or rewritten since `afterRevision`, the latest change last; at most the latest `limit`. */
  list(afterRevision: number, limit: number): Promise<readonly FeedItem[]>;
};

/** Buttons that do not fit a platform's identifier are kept here under a short one and outlive restarts. */
export type ActionStore = {
  remember(id: string, action: string): Promise<void>;
  recall(id: string): Promise<string | null>;
};

/** The closer look behind an answer, for whoever asks for it later. */
export type DetailStore = {
  keep(id: string, details: Message, at: Date): Promise<void>;
  /** Null when it never was, or is forgotten. */
  find(id: string): Promise<Message | null>;
  /** Forgets those that were kept before; returns how many. */
  prune(before: Date): Promise<number>;
};

export type SlotStore = {
  /** True for exactly one caller per job and slot, however many processes ask. */
  claim(job: string, slot: Date, now: Date): Promise<boolean>;
  /** Whether anybody claimed it; those of a week before the newest are forgotten. */
  isClaimed(job: string, slot: Date): Promise<boolean>;
  /** The newest slot of that job that anybody claimed. */
  latest(job: string): Promise<Date | null>;
};
