import type { Place } from '../../core/people.ts';
import type { MarkStore } from '../../core/store/alarms.ts';
import type { BreakerState } from '../../core/watch/breaker.ts';
import { isRecordOf, keptMark } from '../../core/watch/kept-mark.ts';

const key = 'breaker';

/** The breaker as it is kept: `closing` until it was said that all is well again. */
export type BreakerMark = {
  readonly kind: 'closed' | 'open' | 'overruled' | 'closing';
  /** When it opened, in ms since 1970: what its conversation is named by. */
  readonly since: number;
  /** When it closed. */
  readonly until?: number;
  readonly worse: number;
  readonly total: number;
  /** Where it is told. */
  readonly place: Place;
  readonly by: string | null;
};

/** The mark with its text as kept, which `swapMark` wants to see again. */
export type KeptMark = { readonly mark: BreakerMark | null; readonly text: string | null };

export async function readMark(marks: Pick<MarkStore, 'get'>): Promise<KeptMark> {
  const text = await marks.get(key);
  return { text, mark: keptMark<BreakerMark>(text, isBreaker) };
}

const isBreakerRecord = isRecordOf({ since: 'number', worse: 'number', total: 'number', place: 'object' });

function isBreaker(value: unknown): boolean {
  const { kind } = value as { readonly kind?: unknown };
  return isBreakerRecord(value) && ['closed', 'open', 'overruled', 'closing'].includes(kind as string);
}

/** True for exactly one of several processes. */
export function swapMark(marks: MarkStore, before: KeptMark, mark: BreakerMark): Promise<boolean> {
  return marks.swap(key, before.text, JSON.stringify(mark));
}

/** How it stands now, for whoever is about to call somebody. */
export async function breakerState(marks: Pick<MarkStore, 'get'>): Promise<BreakerState> {
  const { mark } = await readMark(marks);
  if (mark === null) return { kind: 'closed' };
  const { worse, total } = mark;
  const since = new Date(mark.since);
  switch (mark.kind) {
    case 'closed':
    case 'closing':
      return { kind: 'closed' };
    case 'open':
      return { kind: 'open', since, worse, total };
    case 'overruled':
      return { kind: 'overruled', since, worse, total, by: mark.by ?? 'somebody' };
  }
}

/**
 * A person knows better: troubles are told again, until the fleet is sound. Null: it was not open, or it is another time
 * than the one that began at `since`.
 */
export async function overruleBreaker(
  marks: MarkStore,
  by: string,
  since: Date | null,
): Promise<BreakerMark | null> {
  const kept = await readMark(marks);
  if (kept.mark?.kind !== 'open') return null;
  if (since !== null && kept.mark.since !== since.getTime()) return null;
  const mark: BreakerMark = { ...kept.mark, kind: 'overruled', by };
  return (await swapMark(marks, kept, mark)) ? mark : null;
}
