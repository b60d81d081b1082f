import { outcomeOf, type Refusal } from './refusal.ts';

/** Waits; ends early when answers have to come to an end. */
export type Wait = (ms: number) => Promise<void>;

/**
 * Between tries after trouble of Slack's own, or of the way there. Whoever asked sees that it was heard, so that nothing at
 * all would be taken for a hanging bot: an outage of minutes is sat out.
 */
const pausesMs = [1100, 3000, 10_000, 30_000, 60_000, 60_000, 60_000];
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
    const asked = refusal.status === 429 ? (refusal.retryAfterMs ?? 1100) : null;
    const pause = asked ?? pauses.shift();
    quietMs += asked ?? 0;
    if (pause === undefined || quietMs > mostQuietMs || signal.aborted) return refusal;
    await wait(pause);
  }
}
