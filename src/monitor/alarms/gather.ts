import type { Diagnosis } from '../../core/diagnosis.ts';
import { mentionKey } from '../../core/message/calls.ts';
import type { Store } from '../../core/store/store.ts';
import type { Incident, Subject } from '../../core/watch/alarm/incident.ts';
import type { Watched } from '../../core/watch/endpoint.ts';
import type { WatchRule } from '../../core/watch/policy/rule.ts';
import { breakerState } from '../breaker/mark.ts';
import { gonePeople } from '../delivery/gone-people.ts';
import type { Situation } from './situation.ts';

export type GatherFrom = {
  readonly store: Store;
  readonly rules: readonly WatchRule[];
  readonly now: Date;
  readonly zone: string;
  readonly diagnosis: Diagnosis | null;
  /** The endpoint that was looked at. */
  readonly endpointId: string | null;
};

/** Everything `decide` wants to know about a subject, as it is kept now. */
export async function gather(
  subject: Subject,
  incidents: readonly Incident[],
  { store, rules, now, zone, diagnosis, endpointId }: GatherFrom,
): Promise<Situation> {
  const watched = await watchedOf(subject, incidents, endpointId, store);
  const [breaker, people, outlooks] = await Promise.all([
    breakerState(store.marks),
    gonePeople(store.marks),
    subject.kind === 'certificate' ? store.outlooks.get([subject.fingerprint256]) : null,
  ]);
  const gone = new Set(people.map(({ who }) => mentionKey(who)));
  return {
    subject,
    watched,
    incidents,
    rules,
    now,
    zone,
    ourFault: isSpoiled(watched),
    breaker: breaker.kind === 'open',
    diagnosis,
    outlook: subject.kind === 'certificate' ? (outlooks?.get(subject.fingerprint256) ?? null) : null,
    isGone: (who) => gone.has(mentionKey(who)),
  };
}

/** Those that serve it, and those that open alarms tell of, wherever they went since. */
export async function watchedOf(
  subject: Subject,
  incidents: readonly Incident[],
  endpointId: string | null,
  { endpoints }: Pick<Store, 'endpoints'>,
): Promise<readonly Watched[]> {
  const told = incidents.flatMap((incident) => incident.told.endpoints.map((one) => one.endpointId));
  const own = subject.kind === 'endpoint' ? [subject.endpointId] : [];
  const serving = subject.kind === 'certificate' ? await endpoints.serving([subject.fingerprint256]) : [];
  const known = new Set(serving.map(({ endpoint }) => endpoint.id));
  const others = [...told, ...own, ...(endpointId === null ? [] : [endpointId])];
  return [...serving, ...(await endpoints.watched(others.filter((id) => !known.has(id))))];
}

/** The newest look at any of them found that we could not tell: nobody is called on its word. */
function isSpoiled(watched: readonly Watched[]): boolean {
  const [newest] = watched.toSorted((one, other) => other.sighting.at.getTime() - one.sighting.at.getTime());
  return newest?.sighting.rootCause?.startsWith('vantage/') ?? false;
}
