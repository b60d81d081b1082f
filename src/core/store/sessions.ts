/** Logins to the console page, by a key that tells nothing of their cookies. By the clock of the database. */
export type SessionStore = {
  /** It is good for `ms`. Of more than `most` those go that would end first. */
  open(key: string, ms: number, most: number): Promise<void>;
  /** For how many ms those of the keys are good that are still. */
  living(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  close(key: string): Promise<void>;
};
