import { isDeepStrictEqual } from 'node:util';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { carried, scheduled } from './carry.ts';
import { changed, type Draft, worded } from './draft.ts';
import { ended, endOf } from './end.ts';
import { isHeld } from './held.ts';
import { incidentId, opened, reopened } from './open.ts';
import { type Decision, placeKey, type Situation } from './situation.ts';
import { type Wanted, wantedIn } from './wanted.ts';

/**
 * The state machine of a certificate, as docs/watching.md tables it: what is known, the rules and the moment to what is
 * saved and said. Deciding twice from the same gives the same ids and keys, so it does not matter how often, or by how
 * many processes, it is asked.
 */
export function decide(situation: Situation): Decision {
  const wanted = new Map(wantedIn(situation).map((one) => [seriesOf(one), one]));
  const open = situation.incidents.filter(({ endedAt }) => endedAt === null);
  const known = new Set(open.map(seriesOf));
  const fresh = [...wanted.values()].filter(
    (one) => one.alarming && one.muted === null && !known.has(seriesOf(one)),
  );
  const held = ({ problem }: Pick<Incident, 'problem'>) => isHeld(situation, problem);
  const steps = [
    ...open.map((incident) => step(incident, wanted.get(seriesOf(incident)), situation)),
    ...fresh.filter((one) => !held(one)).map((one) => begin(one, situation)),
  ];
  const moved = steps.filter(
    ({ draft, before }) => before === null || !isDeepStrictEqual(draft.incident, before),
  );
  return {
    incidents: moved.map(({ draft }) => draft.incident),
    notifications: moved.flatMap(({ draft, before }) => worded(draft, before, situation.now)),
    heldBack: fresh.some(held) || open.some((one) => held(one) && waits(one, situation.now)),
  };
}

type Step = { readonly draft: Draft; readonly before: Incident | null };

function step(incident: Incident, wanted: Wanted | undefined, situation: Situation): Step {
  const end = endOf(incident, wanted, situation);
  if (end !== null) return { draft: ended(incident, end, situation), before: incident };
  const draft = { incident, said: [] };
  const next = wanted === undefined ? waiting(draft, situation.now) : carried(draft, wanted, situation);
  return { draft: next, before: incident };
}

const retryMs = 3_600_000;

/** Nobody has it just now, and it is too early to believe that. */
function waiting(draft: Draft, now: Date): Draft {
  const { nextAt } = draft.incident;
  if (nextAt !== null && nextAt.getTime() > now.getTime()) return draft;
  return changed(draft, { nextAt: new Date(now.getTime() + retryMs) });
}

function begin(wanted: Wanted, situation: Situation): Step {
  const id = incidentId(situation, wanted);
  const before = situation.incidents.find((incident) => incident.id === id);
  if (before === undefined) return { draft: opened(wanted, situation), before: null };
  return { draft: scheduled(reopened(before, wanted, situation), wanted, situation), before };
}

function seriesOf({ problem, home }: Pick<Incident, 'problem' | 'home'>): string {
  return `${problem} ${placeKey(home)}`;
}

function waits({ nextAt }: Incident, now: Date): boolean {
  return nextAt !== null && nextAt.getTime() <= now.getTime();
}
