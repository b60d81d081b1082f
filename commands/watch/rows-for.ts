import type { Caller } from '../../src/core/people.ts';
import { mostRows } from '../../src/views/watch.ts';

/** How many rows an answer holds: a shell prints all of them as JSON, and is a process of its own. */
export function rowsFor({ who }: Caller): number {
  return who.platform === 'terminal' ? Number.POSITIVE_INFINITY : mostRows;
}
