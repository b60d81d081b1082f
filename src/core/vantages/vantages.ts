import type { Reach } from '../access/reach.ts';
import type { Depth, Wish } from '../depth.ts';
import type { Target } from '../target.ts';
import type { Voice, Waiting } from './sight.ts';

/** What a target looks like from several places. */
export type Vantages = {
  /** What this process calls the place it looks from; "here" unless it has a name. */
  readonly own: string;
  /** Whether there is a database that others may share. */
  readonly shared: boolean;
  /** The places that can be asked now, this one first. */
  names(): Promise<readonly string[]>;
  /**
   * One voice for each name, in their order. UserError when the address policy of this place refuses the target: nobody
   * else is asked for what may not be looked at from here.
   */
  look(target: Target, names: readonly string[], options: LookFrom): Promise<readonly Voice[]>;
};

export type LookFrom = {
  readonly depth: Depth;
  readonly wishes?: readonly Wish[];
  readonly signal: AbortSignal;
  readonly reach?: Reach;
  /** Told whenever one began to look or answered. */
  onChange?(waiting: readonly Waiting[]): void;
};
