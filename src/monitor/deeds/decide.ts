import { isSamePerson, type Mention } from '../../core/people.ts';
import type { Deed } from '../../core/services.ts';
import type { IncidentEvent } from '../../core/watch/alarm/event.ts';
import { latestHold } from '../../core/watch/alarm/hold.ts';
import { type Incident, isAcknowledged } from '../../core/watch/alarm/incident.ts';

export type QuickDeed = Exclude<Deed, { readonly kind: 'recheck' }>;

export type Decision =
  | { readonly kind: 'over' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'done'; readonly incident: Incident; readonly event: IncidentEvent };

/** A second press of the same button comes with another "in two hours". */
const sameMomentMs = 60_000;

/**
 * What a deed makes of an incident. `nextAt` becomes now: who climbs the ladder works out what is next from there, by
 * quiet hours and whatever else holds a call.
 */
export function decideDeed(incident: Incident, by: Mention, deed: QuickDeed, now: Date): Decision {
  if (incident.endedAt !== null) return { kind: 'over' };
  switch (deed.kind) {
    case 'acknowledge':
      return acknowledge(incident, by, deed, now);
    case 'release':
      return release(incident, by, now);
    case 'snooze':
      return snooze(incident, by, deed.until, now);
    case 'reassign':
      return reassign(incident, by, deed.owners, now);
  }
}

function acknowledge(
  incident: Incident,
  by: Mention,
  { until: asked, reason }: Extract<QuickDeed, { kind: 'acknowledge' }>,
  now: Date,
): Decision {
  const until = earlier(asked, latestHold(incident, now));
  const current = isAcknowledged(incident, now) ? incident.acknowledged : null;
  if (
    current !== null &&
    isSamePerson(current.by, by) &&
    current.reason === reason &&
    isSameMoment(current.until, until)
  ) {
    return { kind: 'unchanged' };
  }
  const acknowledged = { by, at: now, until, reason, state: incident.state };
  return {
    kind: 'done',
    incident: { ...incident, acknowledged, nextAt: now },
    event: { kind: 'acknowledged', by, until, reason },
  };
}

/** Nobody is called this moment: who hands it back knows, and the next in line comes after the usual pause. */
function release(incident: Incident, by: Mention, now: Date): Decision {
  const isMuted = incident.snoozedUntil !== null && now < incident.snoozedUntil;
  if (!isAcknowledged(incident, now) && !isMuted) return { kind: 'unchanged' };
  const { ladder } = incident;
  return {
    kind: 'done',
    incident: {
      ...incident,
      acknowledged: null,
      snoozedUntil: null,
      ladder: ladder.rung === null ? ladder : { ...ladder, climbedAt: now },
      nextAt: now,
    },
    event: { kind: 'released', by },
  };
}

function snooze(incident: Incident, by: Mention, asked: Date, now: Date): Decision {
  const until = earlier(asked, latestHold(incident, now));
  if (isSameMoment(incident.snoozedUntil, until)) return { kind: 'unchanged' };
  return {
    kind: 'done',
    incident: { ...incident, snoozedUntil: until, nextAt: now },
    event: { kind: 'snoozed', by, until },
  };
}

/** The ladder begins again with the new owners: whatever kept the former ones from being called is over. */
function reassign(incident: Incident, by: Mention, owners: readonly Mention[], now: Date): Decision {
  if (isSamePeople(incident.owners, owners)) return { kind: 'unchanged' };
  const ladder = { rung: null, climbedAt: null, turn: incident.ladder.turn + 1 };
  return {
    kind: 'done',
    incident: {
      ...incident,
      owners,
      ownedBy: 'reassigned',
      acknowledged: null,
      snoozedUntil: null,
      ladder,
      nextAt: now,
    },
    event: { kind: 'reassigned', by, owners },
  };
}

function earlier(asked: Date | null, latest: Date): Date {
  return asked === null || asked > latest ? latest : asked;
}

function isSameMoment(one: Date | null, other: Date | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one.getTime() - other.getTime()) < sameMomentMs;
}

/** In the same order: it is the order of calling. */
function isSamePeople(some: readonly Mention[], others: readonly Mention[]): boolean {
  return (
    some.length === others.length &&
    some.every((who, index) => {
      const other = others[index];
      return other !== undefined && isSamePerson(who, other);
    })
  );
}
