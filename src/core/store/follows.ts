import type { Place } from '../people.ts';
import type { Follow } from '../watch/follow.ts';
import type { Notification } from '../watch/notification.ts';

export type FollowStore = {
  /**
   * Begins it with what is to be said, unless the same target is followed in its place, or there are too many there, by the
   * same person, or in all (`followLimits`).
   */
  start(
    follow: Follow,
    notifications: readonly Notification[],
    now: Date,
  ): Promise<'started' | 'same' | 'place-full' | 'person-full' | 'full'>;
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
