import type { Place } from '../../core/people.ts';
import type { MarkStore } from '../../core/store/alarms.ts';
import { isListOf, keptMark } from '../../core/watch/kept-mark.ts';

/** A digest that was queued, until it is known to have arrived and the heartbeat to have been sent. */
export type AwaitedDigest = {
  /** Of its notification. */
  readonly key: string;
  readonly place: Place;
  readonly since: Date;
  /** Of the heartbeat. */
  readonly attempts: number;
  /** No heartbeat before; while one is sent, when somebody else may try. */
  readonly nextAt: Date;
};

const mark = 'digests-awaited';
/** The oldest are forgotten: somebody left a year of digests without a bot to deliver them. */
const mostKept = 500;
const mostRounds = 50;

export async function awaitedDigests(marks: Pick<MarkStore, 'get'>): Promise<readonly AwaitedDigest[]> {
  return read(await marks.get(mark));
}

export async function awaitDelivery(
  marks: MarkStore,
  { key, place, since }: Pick<AwaitedDigest, 'key' | 'place' | 'since'>,
): Promise<void> {
  await rewrite(marks, (kept) =>
    kept.some((one) => one.key === key)
      ? null
      : [...kept, { key, place, since, attempts: 0, nextAt: since }].slice(-mostKept),
  );
}

/** True for exactly one of several processes that saw the same. */
export function takeHeartbeat(marks: MarkStore, seen: AwaitedDigest, until: Date): Promise<boolean> {
  return rewrite(marks, (kept) => {
    const now = kept.find(({ key }) => key === seen.key);
    if (now === undefined || now.nextAt.getTime() !== seen.nextAt.getTime()) return null;
    return replaced(kept, { ...now, attempts: now.attempts + 1, nextAt: until });
  });
}

export async function putOff(marks: MarkStore, key: string, nextAt: Date): Promise<void> {
  await rewrite(marks, (kept) => {
    const now = kept.find((one) => one.key === key);
    return now === undefined ? null : replaced(kept, { ...now, nextAt });
  });
}

export async function settleAwaited(marks: MarkStore, key: string): Promise<void> {
  await rewrite(marks, (kept) => {
    const rest = kept.filter((one) => one.key !== key);
    return rest.length === kept.length ? null : rest;
  });
}

function replaced(kept: readonly AwaitedDigest[], changed: AwaitedDigest): readonly AwaitedDigest[] {
  return kept.map((one) => (one.key === changed.key ? changed : one));
}

/** `change` gives null when there is nothing to do; then false. */
async function rewrite(
  marks: MarkStore,
  change: (kept: readonly AwaitedDigest[]) => readonly AwaitedDigest[] | null,
): Promise<boolean> {
  for (let round = 0; round < mostRounds; round++) {
    const before = await marks.get(mark);
    const after = change(read(before));
    if (after === null) return false;
    if (await marks.swap(mark, before, JSON.stringify(after))) return true;
  }
  throw new Error('the list of awaited digests changes all the time');
}

type Stored = Omit<AwaitedDigest, 'since' | 'nextAt'> & { readonly since: string; readonly nextAt: string };
const isAwaited = isListOf({
  ...{ key: 'string', place: 'object', since: 'date', attempts: 'number', nextAt: 'date' },
});

function read(text: string | null): readonly AwaitedDigest[] {
  const kept = keptMark<readonly Stored[]>(text, isAwaited) ?? [];
  return kept.map((one) => ({ ...one, since: new Date(one.since), nextAt: new Date(one.nextAt) }));
}
