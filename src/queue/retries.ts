/** How often a job is tried, and how long after a fault. */
export type Retries = {
  readonly mostTries: number;
  /** Whole; doubles each time. */
  readonly firstPauseSeconds: number;
};

/** A worker that is killed again and again uses them up as well, so they are more than a fault deserves. */
export const usualRetries: Retries = { mostTries: 8, firstPauseSeconds: 1 };

export const longestPauseSeconds = 30;

export function pauseMs({ firstPauseSeconds }: Retries, attempt: number): number {
  return Math.min(firstPauseSeconds * 2 ** (attempt - 1), longestPauseSeconds) * 1000;
}
