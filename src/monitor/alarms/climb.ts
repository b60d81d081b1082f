import { mentionKey } from '../../core/message/calls.ts';
import type { Mention } from '../../core/people.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { calledBy, mutedUntil, nextClimb, type Reach, type Rung } from '../../core/watch/alarm/ladder.ts';
import { fallbackOwners } from '../../core/watch/policy/rule.ts';
import { changed, type Draft, type Saying, saying } from './draft.ts';
import { isHeld } from './held.ts';
import { placeKey, type Situation } from './situation.ts';
import type { Wanted } from './wanted.ts';

/** While we are at fault nobody is called; asked again after this. */
export const heldRetryMs = 5 * 60_000;

/**
 * Calls whoever is due to be called, one rung at a time: after a long sleep the ladder is climbed at its usual pace from
 * there, not all at once. `opens`: the owner is called by the head itself.
 */
export function climbed(draft: Draft, wanted: Wanted, situation: Situation, opens: boolean): Draft {
  const { now } = situation;
  const steady = notInTheFuture(draft, now);
  const next = climbOf(steady.incident, wanted, situation);
  const held = isHeld(situation, wanted.problem) || !wanted.alarming || isSilenced(steady.incident);
  const muted = wanted.muted !== null || mutedUntil(steady.incident, now) !== null;
  if (next === null || held || muted || next.at.getTime() > now.getTime()) {
    return opens ? saying(steady, { kind: 'head', called: [] }) : steady;
  }
  const { rung } = next;
  const at = changed(steady, { ladder: { ...steady.incident.ladder, rung, climbedAt: now } });
  return saying(at, ...callsOf(rung, at.incident, situation, wanted, opens));
}

/** What comes and goes is said once. A lapse that does is none the less near its end. */
export function isSilenced({ flapping, problem }: Incident): boolean {
  return flapping && problem !== 'lapse';
}

/** The next rung of an incident; null at the top. */
export function climbOf(incident: Incident, wanted: Wanted, situation: Situation) {
  return nextClimb({
    ladder: incident.ladder,
    stateAt: incident.stateAt,
    urgent: incident.problem === 'lapse' ? incident.state !== 'overdue' : wanted.urgent,
    policy: wanted.policy,
    reach: reachOf(incident, wanted, situation),
    zone: situation.zone,
  });
}

/** A clock that ran ahead left moments that have not come: the pauses begin now. */
function notInTheFuture(draft: Draft, now: Date): Draft {
  const { stateAt, ladder } = draft.incident;
  const early = (at: Date) => (at.getTime() > now.getTime() ? now : at);
  const climbedAt = ladder.climbedAt && early(ladder.climbedAt);
  if (early(stateAt) === stateAt && climbedAt === ladder.climbedAt) return draft;
  return changed(draft, { stateAt: early(stateAt), ladder: { ...ladder, climbedAt } });
}

function reachOf(incident: Incident, { policy }: Wanted, { rules, isGone }: Situation): Reach {
  const { owners, home } = incident;
  const known = new Set(owners.map(mentionKey));
  const { oncall } = policy;
  return {
    owners,
    // Whoever is of another platform was written to in the first place.
    direct: owners.filter((who) => isReachable(who) && who.platform === home.platform),
    fallback: fallbackOwners(rules).filter((who) => !known.has(mentionKey(who)) && !isGone(who)),
    oncall: oncall === null || placeKey(oncall) === placeKey(home) ? null : oncall,
  };
}

function callsOf(
  rung: Rung,
  incident: Incident,
  situation: Situation,
  wanted: Wanted,
  opens: boolean,
): readonly Saying[] {
  const { home, state, ladder } = incident;
  const key = `${state}:${rung}:${ladder.turn}`;
  const reach = reachOf(incident, wanted, situation);
  const who = calledBy(rung, reach);
  const here = who.filter(({ platform }) => platform === home.platform);
  // A message on one platform cannot notify somebody of another.
  const elsewhere = who.filter((one) => one.platform !== home.platform && isReachable(one));
  const direct = (one: Mention): Saying => ({ kind: 'direct', who: one, rung, key });
  if (rung === 1) return who.map(direct);
  if (rung === 3) return reach.oncall === null ? [] : oncallSayings(reach.oncall, key);
  if (opens) return [{ kind: 'head', called: here }, ...elsewhere.map(direct)];
  const called: readonly Saying[] =
    here.length === 0
      ? []
      : [{ kind: 'event', act: 'announce', event: { kind: 'called', rung, who: here }, key }];
  return [...called, ...elsewhere.map(direct)];
}

function oncallSayings(place: NonNullable<Reach['oncall']>, key: string): readonly Saying[] {
  return [
    { kind: 'elsewhere', place, key },
    {
      kind: 'event',
      act: 'reply',
      event: { kind: 'called', rung: 3, who: [] },
      key: `event:called:${key}`,
    },
  ];
}

/** Groups and channels have no inbox of their own. */
function isReachable({ kind }: Mention): boolean {
  return kind === 'user';
}
