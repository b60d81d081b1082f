/** What one process at a time holds, such as the connection that a platform allows once. */
export type LeaseStore = {
  /**
   * True: `holder` has it for `ms` from now, newly or for longer. By the clock of the database, which all who share it have
   * in common.
   */
  hold(name: string, holder: string, ms: number): Promise<boolean>;
  /** Who has it, over or not; null: nobody. */
  holder(name: string): Promise<string | null>;
  /** Takes it from one that is dead, before its time: false where somebody else has it by now. */
  takeFrom(name: string, dead: string, holder: string, ms: number): Promise<boolean>;
  /** Gives it back, where this holder has it. */
  release(name: string, holder: string): Promise<void>;
  /** Forgets those that are over; returns how many. */
  prune(): Promise<number>;
  /** What they are measured by. */
  clock(): Promise<Date>;
};
