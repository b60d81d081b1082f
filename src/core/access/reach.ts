import type { Place } from '../people.ts';

/**
 * On whose behalf a target is looked at, which says what may be dialled beyond what everybody may: somebody who asks in a place,
 * or, where nobody asks, those who read there.
 */
export type Reach = {
  readonly place: Place;
  /** Of whoever asks; null: not known, or nobody does. */
  readonly rank: 'admin' | 'member' | null;
};

/** What is told in a place by itself: a sweep, an alarm, a follow, a digest. Who reads the console is an admin. */
export function reachOf(place: Place): Reach {
  const isOwn = place.platform === 'console' || place.platform === 'terminal';
  return { place, rank: isOwn ? 'admin' : null };
}
