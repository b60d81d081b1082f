import type { Place } from '../core/people.ts';
import type { Store } from '../core/store/store.ts';
import { policyFor, type WatchRule } from '../core/watch/policy/rule.ts';

/** Where is told what concerns the bot itself: where who runs it said so, else where most of it is read. One place: it is one message. */
export async function operatorsPlace(store: Store, rules: readonly WatchRule[]): Promise<Place> {
  const { oncall } = policyFor({ id: '', labels: {} }, rules);
  const [digest] = oncall === null ? await store.digests.list() : [];
  return oncall ?? digest?.place ?? { platform: 'console', channel: 'console' };
}
