import type { Message } from '../../core/message.ts';
import type { Store } from '../../core/store/store.ts';
import { targetText } from '../../core/target.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import type { Notification } from '../../core/watch/notification.ts';
import type { WatchRule } from '../../core/watch/policy/rule.ts';
import { breakerMessage, breakerOverMessage } from '../../views/breaker.ts';
import { isNewlyWorse } from '../conditions/next-conditions.ts';
import { operatorsPlace } from '../operators-place.ts';
import { type BreakerMark, type KeptMark, readMark, swapMark } from './mark.ts';
import { recentlyWorse } from './recently-worse.ts';

/** More than this share of the endpoints, and at least so many. */
const mostShare = 0.1;
const fewest = 5;

export type Fleet = {
  readonly store: Store;
  readonly now: () => Date;
  readonly rules: readonly WatchRule[];
};

/** Nobody reads more names than this. */
const mostNames = 5;

/**
 * Holds what became worse against the whole fleet, opens or closes the breaker, and says so once. Returns whether troubles
 * may be confirmed. Keys hold when it opened, so that a process which dies anywhere in here is made up for by the next.
 */
export async function judgeFleet(fleet: Fleet): Promise<boolean> {
  const { store } = fleet;
  const kept = await readMark(store.marks);
  const { mark } = kept;
  if (mark?.kind === 'closing') await finishClosing(mark, kept, fleet);
  const total = await store.endpoints.count();
  const { count, names } = await newlyWorse(fleet, total);
  const tooMany = count >= fewest && count > total * mostShare;
  if (!tooMany) {
    if (mark?.kind === 'open' || mark?.kind === 'overruled') await close(mark, kept, fleet);
    return true;
  }
  if (mark?.kind === 'overruled') return true;
  if (mark?.kind === 'open') await fleet.store.outbox.queue([opening(mark, names)], fleet.now());
  // One that is closing is made up for first, and the next look opens it anew.
  else if (mark?.kind !== 'closing') await open(kept, { count, total, names }, fleet);
  return false;
}

/** What is in planned maintenance says nothing about us. */
async function newlyWorse({ store, now }: Fleet, total: number) {
  const recent = new Set(await recentlyWorse(store.marks, now()));
  const isMuted = (endpoint: Endpoint) => activeMute(endpoint, now()) !== null;
  const expected = (await store.endpoints.watched([...recent])).filter(({ endpoint }) => isMuted(endpoint));
  const names: string[] = [];
  let count = recent.size - expected.length;
  for (const { endpoint, sighting } of await store.endpoints.doubtful(total)) {
    if (recent.has(endpoint.id) || isMuted(endpoint) || !sighting.conditions.some(isNewlyWorse)) continue;
    count += 1;
    if (names.length < mostNames) names.push(targetText(endpoint.target));
  }
  return { count, names };
}

async function open(
  kept: KeptMark,
  {
    count,
    total,
    names,
  }: { readonly count: number; readonly total: number; readonly names: readonly string[] },
  fleet: Fleet,
): Promise<void> {
  const { store, now } = fleet;
  const place = await operatorsPlace(store, fleet.rules);
  const mark: BreakerMark = { kind: 'open', since: now().getTime(), worse: count, total, place, by: null };
  if (await swapMark(store.marks, kept, mark)) await store.outbox.queue([opening(mark, names)], now());
}

async function close(mark: BreakerMark, kept: KeptMark, fleet: Fleet): Promise<void> {
  const closing: BreakerMark = { ...mark, kind: 'closing', until: fleet.now().getTime() };
  if (!(await swapMark(fleet.store.marks, kept, closing))) return;
  await finishClosing(closing, await readMark(fleet.store.marks), fleet);
}

async function finishClosing(mark: BreakerMark, kept: KeptMark, { store, now }: Fleet): Promise<void> {
  const content = { ...mark, lastedMs: Math.max(0, (mark.until ?? mark.since) - mark.since) };
  // The head is rewritten and nothing is said beside it: that all is well again is nobody's interruption.
  await store.outbox.queue([part(mark, 'edit', breakerOverMessage(content))], now());
  await swapMark(store.marks, kept, { ...mark, kind: 'closed' });
}

function opening(mark: BreakerMark, names: readonly string[]): Notification {
  return part(mark, 'open', breakerMessage({ ...mark, names, trip: String(mark.since) }));
}

function part(mark: BreakerMark, act: 'open' | 'edit', message: Message): Notification {
  const id = `breaker:${mark.since}`;
  return {
    key: `${id}:${act}`,
    to: { kind: 'place', place: mark.place },
    message,
    fallback: [],
    endpointId: null,
    conversation: { id, act },
  };
}
