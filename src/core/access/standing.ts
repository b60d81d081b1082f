/** What a platform tells of somebody who asks. */
export type Standing = {
  /**
   * `operator`: whoever has the machine or the console. `guest`: may talk to the bot, belongs to somebody else or may use
   * single channels only. `unknown`: the platform did not say.
   */
  readonly rank: 'operator' | 'admin' | 'member' | 'guest' | 'unknown';
  /** Why nothing better is known, as a sentence; null: it is known. */
  readonly because: string | null;
  /** Ids of the user groups (Slack) or roles (Discord) they are in; null: that could not be read, or was not asked. */
  readonly groups: readonly string[] | null;
};

export const operatorStanding: Standing = { rank: 'operator', because: null, groups: [] };
