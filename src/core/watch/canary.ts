/** What the canary's own listeners showed that they should not have. */
export type CanaryFailure = {
  /** `not-run`: it could not be made at all. */
  readonly listener: 'expired' | 'revoked' | 'healthy' | 'not-run';
  /** One sentence without its full stop. */
  readonly words: string;
};

/** The last run, as it is kept. */
export type CanaryResult = {
  readonly at: Date;
  /** Empty: what is bad was told as bad, and what is well was not. */
  readonly failures: readonly CanaryFailure[];
  /** Names the conversation about it, since it fails; null: it does not. */
  readonly alarm: string | null;
};
