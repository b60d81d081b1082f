import type { MarkStore } from '../../core/store/alarms.ts';
import { keptMark } from '../../core/watch/kept-mark.ts';

const key = 'breaker:recently-worse';
/** About as long as a sweep takes: what was confirmed before belongs to an earlier one. */
const windowMs = 15 * 60_000;
const mostKept = 5000;
const mostTries = 8;

type Entry = readonly [endpointId: string, atMs: number];

/** Endpoints with a trouble that was confirmed a moment ago: they became worse with those that still wait. */
export async function recentlyWorse(marks: MarkStore, now: Date): Promise<readonly string[]> {
  return entriesOf(await marks.get(key), now).map(([id]) => id);
}

export async function noteWorse(marks: MarkStore, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await marks.get(key);
    const added = new Set(ids);
    const others = entriesOf(before, now).filter(([id]) => !added.has(id));
    const entries: readonly Entry[] = [...others, ...ids.map((id): Entry => [id, now.getTime()])];
    if (await marks.swap(key, before, JSON.stringify(entries.slice(-mostKept)))) return;
  }
}

function entriesOf(text: string | null, now: Date): readonly Entry[] {
  const entries = keptMark<readonly Entry[]>(text, isEntries) ?? [];
  // A clock that was set back leaves entries of a time to come.
  return entries.filter(([, at]) => Math.abs(now.getTime() - at) < windowMs);
}

function isEntries(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((one) => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number')
  );
}
