import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { renewalPlan } from '../../../src/core/watch/renewal/renewal.ts';

/** When a sound look last and first saw a leaf that was late, by the clock of the machine. */
export type LateSeen = { readonly overdueAt: number; readonly criticalAt: number | null };

/** What the looks of a run could know. */
export type SightingsBook = {
  readonly looks: () => number;
  look(diagnosis: Diagnosis, at: number): void;
  lateSeen(fingerprint256: string): LateSeen | null;
  /** The longest time in which nobody looked at anything, from the beginning to the end of a run. */
  longestBlindMs(begin: number, end: number): number;
};

export function openSightings(): SightingsBook {
  const late = new Map<string, LateSeen>();
  let looks = 0;
  let first: number | null = null;
  let last = 0;
  let longestMs = 0;
  return {
    looks: () => looks,
    lateSeen: (fingerprint256) => late.get(fingerprint256) ?? null,
    longestBlindMs: (begin, end) =>
      first === null ? end - begin : Math.max(longestMs, first - begin, end - last),
    look(diagnosis, at) {
      looks += 1;
      if (first === null) first = at;
      else longestMs = Math.max(longestMs, at - last);
      last = at;
      for (const { fingerprint256, ...validity } of diagnosis.certificates) {
        const plan = renewalPlan(validity);
        if (diagnosis.at < plan.overdue) continue;
        const before = late.get(fingerprint256);
        const critical = diagnosis.at >= plan.critical ? at : null;
        late.set(fingerprint256, {
          overdueAt: before?.overdueAt ?? at,
          criticalAt: before?.criticalAt ?? critical,
        });
      }
    },
  };
}
