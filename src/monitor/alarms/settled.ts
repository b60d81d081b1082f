import type { Incident, Subject } from '../../core/watch/alarm/incident.ts';
import { activeMute, outlastsMutes } from '../../core/watch/alarm/mute.ts';
import type { Problem } from '../../core/watch/alarm/problem.ts';
import type { Sighting, Watched } from '../../core/watch/endpoint.ts';
import { policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { isWorse, type RenewalState, renewalState } from '../../core/watch/renewal/renewal.ts';
import { conditionsAbout, isHolder, placeKey } from './situation.ts';

/** Told again that a certificate is still seen, when this has passed. */
const seenAgainMs = 6 * 3_600_000;

export type Judged = {
  readonly mine: Watched;
  readonly before: Sighting | null;
  readonly rules: readonly WatchRule[];
  readonly now: Date;
};

/**
 * Whether one endpoint, as it was just looked at, changes nothing for its certificate: then nobody else who serves it has
 * to be read. A sweep of a healthy fleet ends here.
 */
export function isSettled(subject: Subject, incidents: readonly Incident[], judged: Judged): boolean {
  const { mine } = judged;
  const open = incidents.filter(({ endedAt }) => endedAt === null);
  const here = placeKey(mine.endpoint.home);
  const told = new Set(open.filter(({ home }) => placeKey(home) === here).map(({ problem }) => problem));
  if (alarmsOf(subject, judged).some((problem) => !told.has(problem))) return false;
  return open.every((incident) => isAsTold(incident, subject, judged));
}

/** What this endpoint alone would be reason to tell, under its own policy and on its own account. */
export function alarmsOf(subject: Subject, judged: Omit<Judged, 'before'>): readonly Problem[] {
  const { mine, rules, now } = judged;
  const { alarmOnChange } = policyFor(mine.endpoint, rules);
  const state = stateOf(subject, judged);
  const lapses: readonly Problem[] = isWorse(state, 'due') ? ['lapse'] : [];
  if (activeMute(mine.endpoint, now) !== null) return outlastsMutes(state) ? lapses : [];
  const certain = conditionsAbout(mine, subject).filter(({ confirmedAt }) => confirmedAt !== null);
  return [
    ...lapses,
    ...certain.map(({ trouble }) => trouble).filter((trouble) => trouble !== 'changed' || alarmOnChange),
  ];
}

function stateOf(subject: Subject, { mine, rules, now }: Omit<Judged, 'before'>): RenewalState {
  if (subject.kind === 'endpoint') return 'ok';
  const leaf = mine.sighting.served.find(({ fingerprint256 }) => fingerprint256 === subject.fingerprint256);
  if (leaf === undefined) return 'ok';
  return renewalState(leaf, now, policyFor(mine.endpoint, rules).thresholds);
}

function isAsTold(incident: Incident, subject: Subject, judged: Judged): boolean {
  const { mine, before, now } = judged;
  const { told, nextAt, state, flapping, problem } = incident;
  if (flapping || (nextAt !== null && nextAt <= now)) return false;
  if (problem === 'lapse' && isWorse(stateOf(subject, judged), state as RenewalState)) return false;
  const has = hasIt(problem, subject, mine);
  const listed = told.endpoints.find(({ endpointId }) => endpointId === mine.endpoint.id);
  if (placeKey(mine.endpoint.home) !== placeKey(incident.home)) return listed === undefined;
  const seenMs = now.getTime() - (told.certificate?.seenAt.getTime() ?? now.getTime());
  if (has && seenMs > seenAgainMs) return false;
  if (listed !== undefined) return listed.affected === has;
  const had = before !== null && hasIt(problem, subject, { ...mine, sighting: before });
  return has ? had && told.more > 0 : !had;
}

function hasIt(problem: Problem, subject: Subject, watched: Watched): boolean {
  if (problem === 'lapse') return isHolder(watched, subject);
  return conditionsAbout(watched, subject).some(
    ({ trouble, confirmedAt }) => trouble === problem && confirmedAt !== null,
  );
}
