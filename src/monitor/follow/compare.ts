import { type Layer, layers } from '../../core/layer.ts';
import { type Change, changesBetween, mergeSnapshots, type SnapshotPart } from '../../core/past/snapshot.ts';
import type { FollowCause, FollowCourse, FollowNote, FollowState } from '../../core/watch/follow.ts';

/** A part that became another so often is told no more: balancers hand out other addresses by the minute. */
export const mostTurns = 5;

type Seen = Omit<FollowState, 'since'>;

export type Compared = {
  readonly notes: readonly FollowNote[];
  readonly state: FollowState;
  readonly turns: FollowCourse['turns'];
};

/** What a sound look shows that the last sound one did not. "Still failing" is nothing new. */
export function compare(
  before: FollowState | null,
  seen: Seen,
  turns: FollowCourse['turns'],
  at: Date,
): Compared {
  if (before === null) {
    const { verdict, cause } = seen;
    return { notes: [{ kind: 'first', verdict, cause }], state: { ...seen, since: at }, turns };
  }
  const changes = changesBetween(before.snapshot, seen.snapshot).filter(({ what }) => what !== 'ttl');
  const counted = countTurns(turns, changes);
  return {
    notes: [
      ...verdictNotes(before, seen),
      ...layerNotes(before, seen),
      ...changeNotes(changes, turns),
      ...restlessNotes(changes, counted),
    ],
    state: {
      ...seen,
      since: before.verdict === seen.verdict ? before.since : at,
      layers: { ...before.layers, ...seen.layers },
      // What this look did not reach is what it was when it was last seen.
      snapshot: mergeSnapshots(before.snapshot, seen.snapshot),
    },
    turns: counted,
  };
}

function verdictNotes(before: FollowState, { verdict, cause }: Seen): readonly FollowNote[] {
  if (before.verdict !== verdict) {
    return [{ kind: 'turned', from: before.verdict, to: verdict, cause, since: before.since }];
  }
  return isSame(before.cause, cause) ? [] : [{ kind: 'cause', from: before.cause, to: cause }];
}

/** Titles say how many addresses fail, and that may change; how long something took or stands does so at every look. */
function isSame(before: FollowCause | null, now: FollowCause | null): boolean {
  return before?.id === now?.id && gistOf(before) === gistOf(now);
}

function gistOf(cause: FollowCause | null): string {
  return (cause?.title ?? '').replace(
    /\d+(?:[.,]\d+)? ?(?:ms|s|sec|min|h|d|(?:second|minute|hour|day|week)s?)\b/g,
    'while',
  );
}

function layerNotes(before: FollowState, seen: Seen): readonly FollowNote[] {
  const became = (now: 'good' | 'bad') =>
    layers.filter((layer: Layer) => seen.layers[layer] === now && before.layers[layer] !== now);
  const broke = became('bad');
  // One that was never reached before has not come back.
  const back = became('good').filter((layer) => before.layers[layer] === 'bad');
  return broke.length + back.length === 0 ? [] : [{ kind: 'layers', broke, back }];
}

function changeNotes(changes: readonly Change[], turns: FollowCourse['turns']): readonly FollowNote[] {
  const told = changes.filter(({ what }) => (turns[what] ?? 0) < mostTurns);
  return told.length === 0 ? [] : [{ kind: 'changed', changes: told }];
}

function restlessNotes(changes: readonly Change[], turns: FollowCourse['turns']): readonly FollowNote[] {
  const parts = changes.map(({ what }) => what).filter((what) => turns[what] === mostTurns);
  return parts.length === 0 ? [] : [{ kind: 'restless', parts }];
}

function countTurns(turns: FollowCourse['turns'], changes: readonly Change[]): FollowCourse['turns'] {
  const counted: Partial<Record<SnapshotPart, number>> = { ...turns };
  for (const { what } of changes) counted[what] = (counted[what] ?? 0) + 1;
  return counted;
}
