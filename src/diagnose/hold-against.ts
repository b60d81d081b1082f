import type { Diagnosis, Verdict } from '../core/diagnosis.ts';
import { changesBetween, mergeSnapshots, type PastLooks, type Snapshot } from '../core/past/snapshot.ts';

/** What changed since all was well; where it never was, since the last look. */
export function holdAgainst(
  past: PastLooks | null,
  snapshot: Snapshot,
): Pick<Diagnosis, 'baseline' | 'changes'> {
  if (past === null) return { baseline: null, changes: [] };
  const before = past.lastGood ?? past.last;
  return {
    baseline: { at: before.at, good: past.lastGood !== null },
    changes: changesBetween(before, snapshot),
  };
}

/** What is to be remembered once this look is over. */
export function looksAfter(past: PastLooks | null, snapshot: Snapshot, verdict: Verdict): PastLooks {
  return {
    last: mergeSnapshots(past?.last ?? null, snapshot),
    lastGood:
      verdict === 'healthy' ? mergeSnapshots(past?.lastGood ?? null, snapshot) : (past?.lastGood ?? null),
  };
}
