import type { Config } from '../config.ts';
import type { WorkerPulse } from '../core/operations.ts';
import type { SweepCounts } from '../monitor/looking/sweep.ts';

/** What the worker is started with. */
export type WatchData = { readonly config: Config };

/** To the worker; "cancel" is Bree's own word. */
export type ToWorker =
  | 'cancel'
  | { readonly kind: 'sweep'; readonly id: number }
  /** Something changed that this duty has to see at once: a digest was moved, say. */
  | { readonly kind: 'poke'; readonly duty: string }
  /** Whether it lives, and what it did. */
  | { readonly kind: 'pulse'; readonly id: number };

/** From the worker; "cancelled" is Bree's own word. */
export type FromWorker =
  | 'cancelled'
  | { readonly kind: 'ready' }
  /** `ids`: the requests this sweep answers; none when the clock asked. */
  | { readonly kind: 'swept'; readonly counts: SweepCounts; readonly ids: readonly number[] }
  | { readonly kind: 'sweep-failed'; readonly reason: string; readonly ids: readonly number[] }
  /** The outbox has something new. */
  | { readonly kind: 'queued' }
  | { readonly kind: 'pulse'; readonly id: number; readonly pulse: WorkerPulse };
