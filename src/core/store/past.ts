import type { DayLatency } from '../past/latency.ts';
import type { DayRun, LookRun, PastChange } from '../past/look-run.ts';
import type { PastLooks } from '../past/snapshot.ts';
import type { Target } from '../target.ts';

/** What was seen of watched endpoints over time. `EndpointStore.recordLook` adds to it. */
export type LookStore = {
  /** What is known of an endpoint from `since` on: runs and days in order, changes the newest first. */
  of(endpointId: string, since: Date): Promise<PastOfEndpoint>;
  /** The same of all that have any, without their changes and how long connections took. */
  all(since: Date): Promise<ReadonlyMap<string, Pick<PastOfEndpoint, 'runs' | 'days'>>>;
  /**
   * Turns what lies before a midnight of UTC into totals of its days, for up to `limit` endpoints in one transaction.
   * Returns how many there were: none when all is done. Whatever is done twice or cut off counts once.
   */
  rollUp(before: Date, limit: number): Promise<number>;
  /** Forgets days, with how long connections took, and changes before. */
  prune(before: Date): Promise<void>;
};

export type PastOfEndpoint = {
  readonly runs: readonly LookRun[];
  readonly days: readonly DayRun[];
  readonly changes: readonly PastChange[];
  /** Days in order, those on which something was connected to. */
  readonly latency: readonly DayLatency[];
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
