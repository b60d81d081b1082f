import { createHash } from 'node:crypto';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { IncidentDetails } from '../../core/watch/alarm/event.ts';
import { type Incident, subjectKey, type ToldFacts } from '../../core/watch/alarm/incident.ts';
import type { AlarmState } from '../../core/watch/alarm/problem.ts';
import { carried, scheduled } from './carry.ts';
import { climbed } from './climb.ts';
import { changed, type Draft, saying } from './draft.ts';
import { ownersFor, sayGone } from './owners.ts';
import { placeKey, type Situation } from './situation.ts';
import { toldFacts } from './told.ts';
import type { Wanted } from './wanted.ts';

/**
 * A lapse is one of its certificate and place for ever: what was told of it is never told again. A trouble that comes
 * back later is another one.
 */
export function incidentId({ subject }: Situation, { problem, home, since }: Wanted): string {
  const made = [subjectKey(subject), problem, placeKey(home), problem === 'lapse' ? '' : since?.getTime()];
  return createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16);
}

export function opened(wanted: Wanted, situation: Situation): Draft {
  const { subject, now, diagnosis } = situation;
  const owners = ownersFor(wanted.calling, situation);
  const incident: Incident = {
    id: incidentId(situation, wanted),
    subject,
    problem: wanted.problem,
    home: wanted.home,
    state: wanted.state as AlarmState,
    openedAt: now,
    stateAt: now,
    owners: owners.owners,
    ownedBy: owners.ownedBy,
    told: toldFacts(wanted, situation, null),
    ladder: { rung: null, climbedAt: null, turn: 0 },
    acknowledged: null,
    snoozedUntil: null,
    flapping: wanted.flapping,
    endedAt: null,
    end: null,
    nextAt: null,
    version: 0,
  };
  const called = climbed({ incident, said: [] }, wanted, situation, true);
  const explained = saying(called, {
    kind: 'event',
    act: 'reply',
    event: { kind: 'details', details: detailsOf(incident.told, diagnosis) },
    key: 'event:details',
  });
  return scheduled(sayGone(explained, owners), wanted, situation);
}

/**
 * One that ended and is there again: the same conversation goes on, and whom it called is not called again. A
 * certificate that was replaced and is served again comes and goes, as behind a balancer with one forgotten server: that
 * is said once, and its end is believed after a quiet day only. Its ladder goes on, or a half-done renewal would
 * silence an alarm.
 */
export function reopened(ended: Incident, wanted: Wanted, situation: Situation): Draft {
  const incident = { ...ended, endedAt: null, end: null };
  const draft = { incident, said: [] };
  if (ended.end !== 'renewed') return carried(draft, wanted, situation);
  const sinceMs = Math.max(0, situation.now.getTime() - ended.openedAt.getTime());
  return carried(
    saying(changed(draft, { flapping: true }), {
      kind: 'event',
      act: 'reply',
      event: { kind: 'flapping', turns: 2, sinceMs },
      key: 'event:flapping',
    }),
    wanted,
    situation,
  );
}

/** What a thread wants to know beyond the head; without a look only what its cause says. */
function detailsOf({ cause }: ToldFacts, diagnosis: Diagnosis | null): IncidentDetails {
  const finding = diagnosis?.findings.find(({ id }) => id === cause?.id);
  return {
    explanation: finding?.explanation ?? null,
    evidence: finding?.evidence ?? [],
    reproduce: finding?.reproduce ?? cause?.reproduce ?? null,
    changes: diagnosis?.changes ?? [],
  };
}
