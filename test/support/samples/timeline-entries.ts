import { renewalPlan, renewalState } from '../../../src/core/watch/renewal/renewal.ts';
import type { TimelineEntry } from '../../../src/views/timeline/timeline.ts';
import { after, dayMs, noon } from '../store-fixtures.ts';

/** A certificate with so many days to live at noon. */
export function entryEnding(name: string, leftDays: number, lifeDays = 90): TimelineEntry {
  const notAfter = after(leftDays * dayMs);
  const validity = { notBefore: after(-lifeDays * dayMs, notAfter), notAfter };
  const { due, overdue } = renewalPlan(validity);
  return { name, state: renewalState(validity, noon), due, overdue, notAfter };
}

export function manyEntries(count: number): readonly TimelineEntry[] {
  return Array.from({ length: count }, (_, n) =>
    entryEnding(`host-${n}.example.com`, (n * 37) % 400, n % 3 === 0 ? 45 : 398),
  );
}
