import { outcomeOf, type Refusal } from './refusal.ts';

/** Waits; ends early when answers have to come to an end. */
export type Wait = (ms: number) => Promise<void>;

/** Between tries after trouble of Slack's own, or of the way there. */
const pausesMs = [1100, 3000, 10_000];
/** Slack says itself how long it wants quiet; together that may take this long. */
const mostQuietMs = 10 * 60_000;

/**
 * Tries until Slack has taken it (null) or the last refusal: one that is for good, or the end of the patience. A rate limit is
 * waited for as long as Slack says and is no failed try.
 */
export async function insisting(
  attempt: () => Promise<Refusal | null>,
  wait: Wait,
  signal: AbortSignal,
): Promise<Refusal | null> {
  const pauses = [...pausesMs];
  let quietMs = 0;
  for (;;) {
    const refusal = await attempt();
    if (refusal === null || outcomeOf(refusal).kind === 'refused') return refusal;
    const asked = refusal.status === 429 ? (refusal.retryAfterMs ?? pausesMs[0]) : null;
    const pause = asked ?? pauses.shift();
    quietMs += asked ?? 0;
    if (pause === undefined || quietMs > mostQuietMs || signal.aborted) return refusal;
    await wait(pause);
  }
}
