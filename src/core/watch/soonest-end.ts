import type { WatchRow } from './endpoint.ts';

/** The order of lists: soonest notAfter first, those never seen last. */
export function bySoonestEnd(one: WatchRow, other: WatchRow): number {
  const difference = endOf(one) - endOf(other);
  // Infinity minus itself is not a number.
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return one.endpoint.id < other.endpoint.id ? -1 : 1;
}

function endOf(row: WatchRow): number {
  return row.sighting?.certificate?.notAfter.getTime() ?? Number.POSITIVE_INFINITY;
}
