import type { WatchLine } from '../../core/watch/watch-line.ts';
import { watchStates } from '../../core/watch/watch-state.ts';
import type { TimelineEntry } from '../../views/timeline/timeline.ts';
import { gatherEnds } from './gather-ends.ts';
import { type JudgedLine, type Judging, judgeLine, matchesState, matchesText } from './line-match.ts';
import { type WatchFilter, type WatchQuery, watchFilters } from './watch-query.ts';

/** All that a page of the list needs to know of everything that is watched. */
export type Gathered = {
  readonly total: number;
  /** Of those that the text, owner and label let through, how many each further filter would show. */
  readonly counts: ReadonlyMap<WatchFilter, number>;
  readonly matchingText: number;
  /** What matches, in the order asked for. */
  readonly ids: readonly string[];
  readonly entries: readonly TimelineEntry[];
  /** What can be filtered by, the most used first. */
  readonly owners: readonly string[];
  readonly labels: readonly string[];
};

type Kept = { readonly id: string; readonly first: number | string; readonly end: number };

const mostOffered = 100;
/** Strangers choose labels and names: no more of them are counted. */
const mostCounted = 2000;

export async function gather(
  lines: AsyncIterable<readonly WatchLine[]>,
  query: WatchQuery,
  judging: Judging,
): Promise<Gathered> {
  const counts = new Map<WatchFilter, number>();
  const owners = new Map<string, number>();
  const labels = new Map<string, number>();
  const kept: Kept[] = [];
  const ends = gatherEnds();
  let total = 0;
  let matchingText = 0;
  for await (const batch of lines) {
    for (const line of batch) {
      total += 1;
      const judged = judgeLine(line, judging);
      for (const { name } of judged.owners) count(owners, name);
      for (const [key, value] of Object.entries(line.labels)) count(labels, `${key}=${value}`);
      if (!matchesText(judged, query)) continue;
      matchingText += 1;
      for (const filter of watchFilters) {
        if (matchesState(judged, filter)) counts.set(filter, (counts.get(filter) ?? 0) + 1);
      }
      if (!matchesState(judged, query.state)) continue;
      kept.push({ id: line.id, first: sortedBy(judged, query), end: endOf(judged) });
      ends.add(judged);
    }
  }
  const sign = query.isReversed ? -1 : 1;
  kept.sort((one, other) => sign * (compare(one, other) || (one.id < other.id ? -1 : 1)));
  return {
    total,
    counts,
    matchingText,
    ids: kept.map(({ id }) => id),
    entries: ends.entries(judging.now),
    owners: mostUsed(owners),
    labels: mostUsed(labels),
  };
}

function sortedBy({ line, state, plan }: JudgedLine, { order }: WatchQuery): number | string {
  switch (order) {
    case 'end':
      return plan?.expired.getTime() ?? Number.POSITIVE_INFINITY;
    case 'name':
      return line.url.slice(line.url.indexOf('://') + 3);
    case 'state':
      return watchStates.indexOf(state);
    case 'look':
      return line.seen?.at.getTime() ?? Number.NEGATIVE_INFINITY;
  }
}

function endOf({ plan }: JudgedLine): number {
  return plan?.expired.getTime() ?? Number.POSITIVE_INFINITY;
}

function compare(one: Kept, other: Kept): number {
  if (one.first !== other.first) return one.first < other.first ? -1 : 1;
  if (one.end === other.end) return 0;
  return one.end < other.end ? -1 : 1;
}

function count(counts: Map<string, number>, what: string): void {
  const before = counts.get(what);
  if (before !== undefined || counts.size < mostCounted) counts.set(what, (before ?? 0) + 1);
}

function mostUsed(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts]
    .toSorted(([one, many], [other, few]) => few - many || (one < other ? -1 : 1))
    .slice(0, mostOffered)
    .map(([what]) => what);
}
