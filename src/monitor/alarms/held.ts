import type { Problem } from '../../core/watch/alarm/problem.ts';
import { stateByPlan } from '../../core/watch/renewal/renewal.ts';
import { isHolder, type Situation } from './situation.ts';
import { planOf } from './wanted.ts';

/**
 * Whether nothing may be said of a problem now. A breaker that is open doubts what looks could not reach or verify; a
 * certificate that was seen near its end is near it whatever else fails, and waiting out a real outage would let it lapse.
 */
export function isHeld(situation: Situation, problem: Problem): boolean {
  const { ourFault, breaker } = situation;
  return ourFault || (breaker && (problem !== 'lapse' || mayBeRenewed(situation)));
}

/** It is merely late, and the looks that would have shown its renewal reached nothing. */
function mayBeRenewed(situation: Situation): boolean {
  const { subject, watched, now } = situation;
  const holders = watched.filter((one) => isHolder(one, subject));
  const plan = planOf(situation);
  if (plan === null || stateByPlan(plan, now) !== 'overdue') return false;
  return holders.every(
    ({ sighting: { at, certificateSeenAt } }) => certificateSeenAt?.getTime() !== at.getTime(),
  );
}
