import type { Mention, Place } from '../../people.ts';
import { firstLoud, isZone } from '../policy/calendar.ts';
import type { Policy } from '../policy/policy.ts';
import type { Incident, LadderPosition } from './incident.ts';

export type Rung = 0 | 1 | 2 | 3;
const rungs = [0, 1, 2, 3] as const;

/** Whom each rung calls; a rung that reaches nobody is passed over and costs no time. */
export type Reach = {
  readonly owners: readonly Mention[];
  /** Those of them who are one person and can be written to. */
  readonly direct: readonly Mention[];
  readonly fallback: readonly Mention[];
  readonly oncall: Place | null;
};

export type Climbing = {
  readonly ladder: LadderPosition;
  /** When its state was entered: the owner is called then. */
  readonly stateAt: Date;
  /** Never held by quiet hours, and at a quarter of the pauses. */
  readonly urgent: boolean;
  readonly policy: Pick<Policy, 'ladderMs' | 'quiet'>;
  readonly reach: Reach;
  /** The server's own, for owners whose zone is not known. */
  readonly zone: string;
};

/** The next rung and when it is due; null at the top. Knows nothing of acknowledgements: see `mutedUntil`. */
export function nextClimb(climbing: Climbing): { readonly rung: Rung; readonly at: Date } | null {
  const { ladder, stateAt, urgent, policy, reach, zone } = climbing;
  const rung = ladder.rung === null ? 0 : nextRung(ladder.rung, reach);
  if (rung === null) return null;
  const at = ladder.rung === null ? stateAt : pausedFrom(ladder, ladder.rung, climbing);
  if (urgent || policy.quiet === null) return { rung, at };
  const whose = policy.quiet.zone ?? zoneOf(calledBy(rung, reach)) ?? zone;
  return { rung, at: firstLoud(policy.quiet, isZone(whose) ? whose : 'UTC', at) };
}

/** Who is called by name on a rung: nobody on the last, which is a place. */
export function calledBy(rung: Rung, { owners, direct, fallback }: Reach): readonly Mention[] {
  switch (rung) {
    case 0:
      return owners;
    case 1:
      return direct;
    case 2:
      return fallback;
    case 3:
      return [];
  }
}

function nextRung(climbed: Rung, reach: Reach): Rung | null {
  return rungs.find((rung) => rung > climbed && reachesAnybody(rung, reach)) ?? null;
}

function reachesAnybody(rung: Rung, reach: Reach): boolean {
  return rung === 3 ? reach.oncall !== null : calledBy(rung, reach).length > 0;
}

function pausedFrom({ climbedAt }: LadderPosition, rung: Rung, { policy, urgent, stateAt }: Climbing): Date {
  const pauseMs = (policy.ladderMs[Math.min(rung, 2)] ?? 0) / (urgent ? 4 : 1);
  return new Date((climbedAt ?? stateAt).getTime() + pauseMs);
}

/** The first who has one: owners stand in the order of calling. */
function zoneOf(called: readonly Mention[]): string | null {
  return called.find(({ zone }) => zone !== undefined && isZone(zone))?.zone ?? null;
}

/** Until when nobody is called; 'released': until somebody lets go of it; null: not muted. */
export function mutedUntil(
  {
    acknowledged,
    snoozedUntil,
    state,
    muted,
  }: Pick<Incident, 'acknowledged' | 'snoozedUntil' | 'state' | 'muted'>,
  now: Date,
): Date | 'released' | null {
  const holds = acknowledged !== null && acknowledged.state === state;
  if (holds && acknowledged.until === null) return 'released';
  const ends = [holds ? acknowledged.until : null, snoozedUntil, muted?.until ?? null].flatMap((end) =>
    end !== null && end.getTime() > now.getTime() ? [end.getTime()] : [],
  );
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}
