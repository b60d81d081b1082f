/** `costMs`: how much of the time for which a full bucket lasts. */
export type WantedFrom = { readonly key: string; readonly costMs: number };
export type Over = { readonly key: string; readonly waitMs: number };

/** What all processes count together, by the clock of the database. */
export type LimitStore = {
  /**
   * Takes from each bucket, which is full again when nothing was taken for `fullMs`; those that have too little left are told, and
   * nothing is taken from them. Keys are distinct.
   */
  take(wanted: readonly WantedFrom[], fullMs: number): Promise<readonly Over[]>;
};
