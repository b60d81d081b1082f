import type { Message } from './message.ts';
import type { DayRun, LookRun, PastChange } from './past/look-run.ts';
import type { PastLooks } from './past/snapshot.ts';
import type { Place, PlatformName } from './people.ts';
import type { EndpointChange, NewEndpoint } from './services.ts';
import type { Target } from './target.ts';
import type { Incident, Subject } from './watch/alarm/incident.ts';
import type { AuditEntry } from './watch/audit.ts';
import type { DigestSchedule } from './watch/digest.ts';
import type { Endpoint, Sighting, Turn, Turning, Watched, WatchRow, WellAsked } from './watch/endpoint.ts';
import type { Follow } from './watch/follow.ts';
import type { Amendment, Import } from './watch/lists/brought.ts';
import type { Declared } from './watch/lists/declared.ts';
import type { Notification, QueuedNotification, SendOutcome } from './watch/notification.ts';
import type { Scope } from './watch/policy/policy.ts';
import type { WatchRule } from './watch/policy/rule.ts';
import type { RenewalOutlook } from './watch/renewal/outlook.ts';

/**
 * The Store port. Its type lives here so that the monitor can name it without importing a driver. What a call
 * acknowledged survives a power cut. All times are `Date`; a driver keeps them as integers (ms since 1970 UTC).
 */
export type Store = {
  readonly endpoints: EndpointStore;
  readonly outbox: OutboxStore;
  readonly digests: DigestStore;
  readonly feed: FeedStore;
  readonly actions: ActionStore;
  readonly slots: SlotStore;
  readonly answers: AnswerStore;
  readonly observations: ObservationStore;
  readonly incidents: IncidentStore;
  readonly rules: RuleStore;
  readonly audit: AuditStore;
  readonly marks: MarkStore;
  readonly follows: FollowStore;
  readonly outlooks: OutlookStore;
  readonly looks: LookStore;
  readonly imports: ImportStore;
  readonly declared: DeclaredStore;
  close(): Promise<void>;
};

export type EndpointStore = {
  /** Null when the same target and address is there already. */
  add(endpoint: NewEndpoint, addedAt: Date): Promise<Endpoint | null>;
  find(target: Target): Promise<Endpoint | null>;
  change(id: string, change: EndpointChange): Promise<Endpoint | null>;
  /** The same change of several in one transaction; who is muted, or not any more, has to be judged again. */
  changeAll(ids: readonly string[], change: EndpointChange): Promise<readonly Endpoint[]>;
  remove(id: string): Promise<boolean>;
  count(): Promise<number>;
  /** All endpoints in batches of at most `size`, ordered by id, never the whole table in memory. */
  batches(size: number): AsyncIterable<readonly Endpoint[]>;
  /** Soonest notAfter first; those never seen last. `state` is judged by the caller's clock. */
  rows(now: Date): Promise<readonly WatchRow[]>;
  sighting(endpointId: string): Promise<Sighting | null>;
  /** Saves what was seen and queues what follows from it, both or neither. Returns how many keys were new. */
  recordLook(sighting: Sighting, notifications: readonly Notification[], now: Date): Promise<number>;
  /**
   * Saves what `made` makes of what is kept, and nobody saves in between: a look that took long adds to what others saw
   * meanwhile instead of taking it back. `made` is pure and quick. Returns what was kept and what it made of that, saved or
   * not (see `recordLook`).
   */
  addLook(
    endpointId: string,
    made: (kept: Sighting | null) => Sighting,
    now: Date,
  ): Promise<{ readonly kept: Sighting | null; readonly sighting: Sighting }>;
  /** Every endpoint at which one of these leaves was seen last, by fingerprint; those of one endpoint come together. */
  serving(fingerprints256: readonly string[]): Promise<readonly Watched[]>;
  /** These endpoints, those of them that were ever looked at. */
  watched(ids: readonly string[]): Promise<readonly Watched[]>;
  /** Endpoints with a leaf whose state turned since it was judged, or that was never judged; the longest waiting first. */
  turning(now: Date, limit: number): Promise<readonly Turning[]>;
  /** When the next of any endpoint turns; null: none will. Epoch zero where some were never judged. */
  nextTurn(): Promise<Date | null>;
  /** They were judged, all or none of them is saved. A later look than the one that was judged is not touched. */
  setTurns(turns: readonly Turn[]): Promise<void>;
  /** All have to be judged again, as after a change of policy. */
  turnAll(): Promise<void>;
  /** Every endpoint at which a leaf was seen last that holds one of these names, as certificates write them: `*.example.org`. */
  naming(names: readonly string[]): Promise<readonly Watched[]>;
  /** Those that nobody looked at yet. */
  unseen(limit: number): Promise<readonly Endpoint[]>;
  /** Those whose last look left something to be confirmed or cleared, the longest not looked at first. */
  doubtful(limit: number): Promise<readonly Watched[]>;
  /** Those with an id after `after`, in that order, that were not broken or in doubt when last looked at, before `before`. */
  well(asked: WellAsked): Promise<readonly Endpoint[]>;
};

export type IncidentStore = {
  find(id: string): Promise<Incident | null>;
  /** Open ones, the oldest first. */
  open(): Promise<readonly Incident[]>;
  /** All of a subject, the newest first: open ones, and those that ended. */
  of(subject: Subject): Promise<readonly Incident[]>;
  /** Those that ended at or after `since`, the newest end first. */
  endedSince(since: Date, limit: number): Promise<readonly Incident[]>;
  /** Open ones with `nextAt` at or before `now`, the longest waiting first. */
  due(now: Date, limit: number): Promise<readonly Incident[]>;
  /** When the next becomes due; null: none will by itself. */
  nextDue(): Promise<Date | null>;
  /**
   * Saves them all with what is to be said, or nothing: false when one of them was changed meanwhile, or another process
   * opened one for the same subject, problem and place. `version` is that which was read, 0 for a new one; saved is one more.
   */
  save(
    incidents: readonly Incident[],
    notifications: readonly Notification[],
    now: Date,
    /** Who did it, kept with it. */
    audit?: readonly AuditEntry[],
  ): Promise<boolean>;
  /** Forgets those that ended before; returns how many. */
  prune(before: Date): Promise<number>;
};

export type RuleStore = {
  /** In the order of setting. */
  list(): Promise<readonly WatchRule[]>;
  /** Replaces the rule of its scope and keeps its place in the order. */
  set(rule: WatchRule): Promise<void>;
  /** False when there was none. */
  remove(scope: Scope): Promise<boolean>;
};

export type AuditStore = {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first; of one thing when `to` is given. */
  list(limit: number, to?: string): Promise<readonly AuditEntry[]>;
};

/** Lists that people brought; those of long ago are forgotten. */
export type ImportStore = {
  keep(brought: Import): Promise<void>;
  find(id: string): Promise<Import | null>;
  /** Saves what became of it together with what it does, or neither: false when somebody else was first. */
  settle(brought: Import, amendment: Amendment): Promise<boolean>;
};

/** What WATCH_FILE said when it was last applied. */
export type DeclaredStore = {
  list(): Promise<readonly Declared[]>;
  /** Declares some, forgets others, and amends what is watched, all at once. */
  amend(declared: readonly Declared[], forgotten: readonly Target[], amendment: Amendment): Promise<void>;
};

/** What was seen of watched endpoints over time. `EndpointStore.recordLook` adds to it. */
export type LookStore = {
  /** What is known of an endpoint from `since` on: runs in order, days in order, changes the newest first. */
  of(endpointId: string, since: Date): Promise<PastOfEndpoint>;
  /** The same of all that have any, without their changes. */
  all(since: Date): Promise<ReadonlyMap<string, Omit<PastOfEndpoint, 'changes'>>>;
  /**
   * Turns what lies before a midnight of UTC into totals of its days, for up to `limit` endpoints in one transaction.
   * Returns how many there were: none when all is done. Whatever is done twice or cut off counts once.
   */
  rollUp(before: Date, limit: number): Promise<number>;
  /** Forgets days and changes before. */
  prune(before: Date): Promise<void>;
};

export type PastOfEndpoint = {
  readonly runs: readonly LookRun[];
  readonly days: readonly DayRun[];
  readonly changes: readonly PastChange[];
};

/** Small facts of the whole installation that survive a restart, as JSON: whether the breaker is open, say. */
export type MarkStore = {
  get(key: string): Promise<string | null>;
  /** Null removes it. */
  set(key: string, value: string | null): Promise<void>;
  /** Sets it if it still is `before`: true for exactly one of several. */
  swap(key: string, before: string | null, value: string): Promise<boolean>;
};

/** What was last found out about the next renewal of a certificate, by its leaf's SHA-256. */
export type OutlookStore = {
  /** Those that are known; a certificate nobody looked at is left out. */
  get(fingerprints256: readonly string[]): Promise<ReadonlyMap<string, RenewalOutlook>>;
  /** The last one stays. It may forget what nobody looked at for a quarter of a year. */
  put(fingerprint256: string, outlook: RenewalOutlook): Promise<void>;
};

export type FollowStore = {
  /**
   * Begins it with what is to be said, unless the same target is followed in its place, or there are too many there or
   * in all (`followLimits`).
   */
  start(
    follow: Follow,
    notifications: readonly Notification[],
    now: Date,
  ): Promise<'started' | 'same' | 'place-full' | 'full'>;
  /** Ended ones are found for a month. */
  find(id: string): Promise<Follow | null>;
  /** Those of a place that have not ended, the oldest first; null: of all. */
  running(place: Place | null): Promise<readonly Follow[]>;
  /** Takes up to `limit` that are due, for `leaseMs`: two processes never look at one at a time. */
  claim(now: Date, limit: number, leaseMs: number): Promise<readonly Follow[]>;
  /** Gives one back that was not looked at after all. */
  release(id: string): Promise<void>;
  /** When the next becomes due or its lease ends; null: none is followed. */
  nextDue(): Promise<Date | null>;
  /** Saves it with what is to be said and gives it back, or nothing: false when it was changed meanwhile. */
  save(follow: Follow, notifications: readonly Notification[], now: Date): Promise<boolean>;
};

export type OutboxStore = {
  /** Returns how many were new; a key that was ever queued is not queued again. */
  queue(notifications: readonly Notification[], now: Date): Promise<number>;
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
  /** Forgets what was settled before, but for what belongs to incidents that are kept; returns how many. */
  prune(before: Date): Promise<number>;
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

export type SlotStore = {
  /** True for exactly one caller per job and slot, however many processes ask. */
  claim(job: string, slot: Date, now: Date): Promise<boolean>;
  /** Whether anybody claimed it; those of a week before the newest are forgotten. */
  isClaimed(job: string, slot: Date): Promise<boolean>;
  /** The newest slot of that job that anybody claimed. */
  latest(job: string): Promise<Date | null>;
};

/**
 * What was fetched and is signed (OCSP answers, CRLs, renewal windows), for all processes and across restarts. It may
 * forget anything at any time: rows past `until`, and the oldest when it is full.
 */
export type AnswerStore = {
  /** Null when nothing is kept, or what is kept ended at `now` or before. */
  get(key: string, now: Date): Promise<{ readonly bytes: Uint8Array; readonly until: Date } | null>;
  put(key: string, bytes: Uint8Array, until: Date, now: Date): Promise<void>;
};

/** What was last seen of each target, for "what changed". It may forget the targets nobody looked at for longest. */
export type ObservationStore = {
  get(key: string): Promise<PastLooks | null>;
  /**
   * A look that is older than the one kept changes nothing: two processes may look at the same time. What changed since
   * is kept among the changes of `target`, if that is watched.
   */
  put(key: string, looks: PastLooks, target?: Target): Promise<void>;
};
