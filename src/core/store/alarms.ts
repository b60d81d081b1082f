import type { Incident, Subject } from '../watch/alarm/incident.ts';
import type { AuditEntry, AuditQuery, KeptEntry } from '../watch/audit.ts';
import type { Notification } from '../watch/notification.ts';
import type { Scope } from '../watch/policy/policy.ts';
import type { WatchRule } from '../watch/policy/rule.ts';
import type { RenewalOutlook } from '../watch/renewal/outlook.ts';

export type IncidentStore = {
  find(id: string): Promise<Incident | null>;
  /** Open ones, the oldest first. */
  open(): Promise<readonly Incident[]>;
  /** All of a subject, the newest first: open ones, and those that ended. */
  of(subject: Subject): Promise<readonly Incident[]>;
  /** Open ones of any of these subjects, the oldest first. */
  about(subjects: readonly Subject[]): Promise<readonly Incident[]>;
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
  /** All of them or none. */
  appendAll(entries: readonly AuditEntry[]): Promise<void>;
  /** Newest first; of one thing when `to` is given. */
  list(limit: number, to?: string): Promise<readonly AuditEntry[]>;
  find(query: AuditQuery): Promise<readonly KeptEntry[]>;
  /** Forgets what is older; returns how many. Nothing else is ever changed or removed. */
  prune(before: Date): Promise<number>;
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
