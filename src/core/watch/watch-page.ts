import { type Place, placeWord } from '../people.ts';
import type { WatchRow } from './endpoint.ts';
import { bySoonestEnd } from './soonest-end.ts';

/** What is shown of a list that may be any length. */
export type WatchPage = {
  /** The first of them, soonest end first. */
  readonly rows: readonly WatchRow[];
  readonly total: number;
  /** Where the alarms of all of them go, where that is one place. */
  readonly home: Place | null;
};

export function pageOf(rows: readonly WatchRow[]): WatchPage {
  const homes = new Set(rows.map(({ endpoint }) => placeWord(endpoint.home)));
  return { rows, total: rows.length, home: homes.size === 1 ? (rows[0]?.endpoint.home ?? null) : null };
}

export type Gathering = {
  /** How many rows are kept, whatever there are. */
  readonly most: number;
  /** Left out: all of them. */
  readonly isWanted?: (row: WatchRow) => boolean;
};

/** Reads a whole list, of which a batch at a time is in memory. */
export async function gatherPage(
  batches: AsyncIterable<readonly WatchRow[]>,
  { most, isWanted = () => true }: Gathering,
): Promise<WatchPage> {
  let rows: WatchRow[] = [];
  let total = 0;
  let home: Place | null = null;
  let isOnePlace = true;
  for await (const batch of batches) {
    for (const row of batch) {
      if (!isWanted(row)) continue;
      total += 1;
      rows.push(row);
      home ??= row.endpoint.home;
      isOnePlace &&= placeWord(home) === placeWord(row.endpoint.home);
    }
    if (rows.length > most) rows = rows.toSorted(bySoonestEnd).slice(0, most);
  }
  return { rows: rows.toSorted(bySoonestEnd), total, home: isOnePlace ? home : null };
}
