import type { Incident, LadderPosition } from '../../core/watch/alarm/incident.ts';
import { mutedUntil } from '../../core/watch/alarm/ladder.ts';
import type { AlarmState } from '../../core/watch/alarm/problem.ts';
import { isWorse, type RenewalState } from '../../core/watch/renewal/renewal.ts';
import { climbed, climbOf, heldRetryMs, isSilenced } from './climb.ts';
import { changed, type Draft, sayingEvent } from './draft.ts';
import { isHeld } from './held.ts';
import { withEndpointMutes } from './muted.ts';
import { withOwners } from './owners.ts';
import { renewalGatherMs, renewalSeen } from './renewal-seen.ts';
import type { Situation } from './situation.ts';
import { toldFacts } from './told.ts';
import type { Wanted } from './wanted.ts';

/** A certificate that was replaced and came back is watched this long after it was last seen. */
export const lapseQuietMs = 24 * 3_600_000;

/** An open incident, one look or one tick later. */
export function carried(draft: Draft, wanted: Wanted, situation: Situation): Draft {
  const told = changed(draft, { told: toldFacts(wanted, situation, draft.incident.told) });
  const seen = renewalSeen(told, draft.incident, situation);
  const worse = isHeld(situation, wanted.problem) ? seen : worsened(seen, wanted, situation);
  const restless = withFlapping(worse, wanted, situation.now);
  const owned = withOwners(restless, wanted.calling, situation);
  const awake = withEndpointMutes(owned, wanted, situation);
  const free = withoutPastMutes(awake, situation.now);
  const called = climbed(free, wanted, situation, false);
  return scheduled(called, wanted, situation);
}

const restart = ({ turn }: LadderPosition): LadderPosition => ({ rung: null, climbedAt: null, turn });

function worsened(draft: Draft, wanted: Wanted, situation: Situation): Draft {
  const { incident } = draft;
  const { state, ladder, acknowledged } = incident;
  if (wanted.problem !== 'lapse' || !isLapseState(wanted.state) || !isLapseState(state)) return draft;
  if (!isWorse(wanted.state, state)) return draft;
  const to = wanted.state as AlarmState;
  const next = changed(draft, {
    state: to,
    stateAt: situation.now,
    ladder: restart(ladder),
    acknowledged: null,
    snoozedUntil: null,
    told: toldFacts(wanted, situation, { ...incident.told, cause: null }),
  });
  const said = sayingEvent(next, { kind: 'worsened', from: state, to }, `worsened:${to}`);
  if (acknowledged === null) return said;
  const lapsed = { kind: 'acknowledgement-lapsed', by: acknowledged.by, because: 'worse' } as const;
  return sayingEvent(said, lapsed, `acknowledgement-lapsed:${acknowledged.at.getTime()}`);
}

function isLapseState(state: string): state is Exclude<RenewalState, 'ok'> {
  return state === 'due' || state === 'overdue' || state === 'critical' || state === 'expired';
}

/** Said once for an incident, however often it comes back to it. */
function withFlapping(draft: Draft, wanted: Wanted, now: Date): Draft {
  if (wanted.problem === 'lapse') return draft;
  const flapping = wanted.flapping || (draft.incident.flapping && wanted.restless);
  if (flapping === draft.incident.flapping) return draft;
  const next = changed(draft, { flapping });
  if (!flapping) return next;
  const [first] = wanted.turns;
  const sinceMs = first === undefined ? 0 : Math.max(0, now.getTime() - first.getTime());
  return sayingEvent(next, { kind: 'flapping', turns: wanted.turns.length, sinceMs }, 'flapping');
}

/** When a mute is over the owners are called once more, as a new turn. */
function withoutPastMutes(draft: Draft, now: Date): Draft {
  const { acknowledged, snoozedUntil, ladder, state } = draft.incident;
  const lapsed =
    acknowledged !== null &&
    (acknowledged.state !== state || (acknowledged.until !== null && acknowledged.until <= now));
  const awake = snoozedUntil !== null && snoozedUntil <= now;
  if (!lapsed && !awake) return draft;
  const free = changed(draft, {
    ...(lapsed ? { acknowledged: null } : {}),
    ...(awake ? { snoozedUntil: null } : {}),
  });
  const stillMuted = mutedUntil(free.incident, now) !== null;
  const again = stillMuted ? free : changed(free, { ladder: { ...restart(ladder), turn: ladder.turn + 1 } });
  if (!lapsed || acknowledged === null) return again;
  const event = { kind: 'acknowledgement-lapsed', by: acknowledged.by, because: 'time' } as const;
  return sayingEvent(again, event, `acknowledgement-lapsed:${acknowledged.at.getTime()}`);
}

/** When there is something to do without a look. */
export function scheduled(draft: Draft, wanted: Wanted, situation: Situation): Draft {
  return changed(draft, { nextAt: nextAtOf(draft.incident, wanted, situation) });
}

function nextAtOf(incident: Incident, wanted: Wanted, situation: Situation): Date | null {
  const { now } = situation;
  const muted = mutedUntil(incident, now);
  const moments: Date[] = [];
  if (muted !== null && muted !== 'released') moments.push(muted);
  const climb = muted === null && !isSilenced(incident) ? climbOf(incident, wanted, situation) : null;
  if (climb !== null) moments.push(climb.at > now ? climb.at : later(incident, now, heldRetryMs));
  if (incident.renewalSeenAt) moments.push(new Date(incident.renewalSeenAt.getTime() + renewalGatherMs));
  if (incident.flapping) moments.push(later(incident, now, quietStepMs));
  return moments.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

const quietStepMs = 3_600_000;

/** A moment that was set and has not come stands, so that looks in between save nothing. */
function later({ nextAt }: Incident, now: Date, ms: number): Date {
  const latest = now.getTime() + ms;
  if (nextAt !== null && nextAt > now && nextAt.getTime() <= latest) return nextAt;
  return new Date(latest);
}
