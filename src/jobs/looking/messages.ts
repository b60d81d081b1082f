import type { Reach } from '../../core/access/reach.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { PastLooks } from '../../core/past/snapshot.ts';
import type { Target } from '../../core/target.ts';

/** To the thread that shares the looks of a sweep. */
export type ToLooker =
  | 'close'
  /** Whoever is not held up answers at once. */
  | 'alive?'
  | { readonly kind: 'look'; readonly id: number; readonly target: Target; readonly reach?: Reach }
  /** Nobody waits for it any more. */
  | { readonly kind: 'drop'; readonly id: number };

export type FromLooker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'saw'; readonly id: number; readonly diagnosis: Diagnosis }
  /** A fault of our own. */
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  /** For the one thread that writes what was seen: see `ObservationStore.put`. */
  | {
      readonly kind: 'remember';
      readonly key: string;
      readonly looks: PastLooks;
      readonly target?: Target;
    };
