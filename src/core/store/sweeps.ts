import type { Diagnosis } from '../diagnosis.ts';
import type { Endpoint } from '../watch/endpoint.ts';
import type { SweepCounts } from '../watch/sweep-counts.ts';

/** A sweep that is shared out in batches: what lies between two bounds is one, and the last has no upper one. */
export type PlannedSweep = {
  readonly id: string;
  /** What was looked at since then needs no second look when a batch is done again. */
  readonly slot: Date;
  readonly plannedAt: Date;
  /** Ids of endpoints in order; null: whoever plans it has not got that far, or died on the way. */
  readonly bounds: readonly string[] | null;
};

/** An endpoint with something that has stood long enough, and what the look found that made it so. */
export type Ripe = { readonly endpoint: Endpoint; readonly diagnosis: Diagnosis };

export type BatchOutcome = { readonly counts: SweepCounts; readonly ripe: readonly Ripe[] };

/** Sweeps that several processes do together. */
export type SweepStore = {
  /** False where one of this id is there already. Forgets those that ended long ago. */
  begin(sweep: Pick<PlannedSweep, 'id' | 'slot' | 'plannedAt'>): Promise<boolean>;
  /** Returns those that stand: of two planners the first one's. */
  setBounds(id: string, bounds: readonly string[]): Promise<readonly string[]>;
  /** Null where there is none, or it ended. */
  find(id: string): Promise<PlannedSweep | null>;
  /** Those that have not ended, the oldest first. */
  running(): Promise<readonly PlannedSweep[]>;
  /**
   * Keeps what a batch saw; one that was kept before stays, and nothing is kept of a sweep that ended. Returns how many of
   * them are kept.
   */
  keepBatch(id: string, batch: number, outcome: BatchOutcome): Promise<number>;
  keptBatches(id: string): Promise<readonly number[]>;
  /** Null where it was never kept. */
  batch(id: string, batch: number): Promise<BatchOutcome | null>;
  /** True for the first who ends it; what its batches kept is forgotten. */
  end(id: string, now: Date): Promise<boolean>;
};
