import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Mention, Place } from '../../core/people.ts';
import type { Condition } from '../../core/watch/alarm/condition.ts';
import type { Incident, Subject } from '../../core/watch/alarm/incident.ts';
import type { Watched } from '../../core/watch/endpoint.ts';
import type { Notification } from '../../core/watch/notification.ts';
import type { WatchRule } from '../../core/watch/policy/rule.ts';
import type { RenewalOutlook } from '../../core/watch/renewal/outlook.ts';

/** All that is known about one certificate, and everything its alarms depend on. */
export type Situation = {
  readonly subject: Subject;
  /** Those that serve it, as last seen, and those that its incidents tell of; each once. */
  readonly watched: readonly Watched[];
  /** All of the subject, open ones and those that ended. */
  readonly incidents: readonly Incident[];
  readonly rules: readonly WatchRule[];
  readonly now: Date;
  /** The server's own, for owners whose zone is not known. */
  readonly zone: string;
  /** The last look could not tell, because of our own connection, clock or proxy. */
  readonly ourFault: boolean;
  /** So much of the fleet became worse at once that it must be us. */
  readonly breaker: boolean;
  /** Of the look that led here; null when time alone did. */
  readonly diagnosis: Diagnosis | null;
  readonly outlook: RenewalOutlook | null;
  /** Whether somebody left the workspace. */
  readonly isGone: (who: Mention) => boolean;
};

export type Decision = {
  /** New ones and those that change; each as it is to be saved. */
  readonly incidents: readonly Incident[];
  readonly notifications: readonly Notification[];
  /** Something would have been said if it were not for us: to be asked again soon. */
  readonly heldBack: boolean;
};

/** Whether the endpoint serves the certificate, as far as was last seen. */
export function isHolder({ sighting }: Watched, subject: Subject): boolean {
  return (
    subject.kind === 'certificate' &&
    sighting.served.some(({ fingerprint256 }) => fingerprint256 === subject.fingerprint256)
  );
}

/** The troubles of an endpoint that are about the subject. */
export function conditionsAbout({ endpoint, sighting }: Watched, subject: Subject): readonly Condition[] {
  return sighting.conditions.filter(({ fingerprint256 }) =>
    subject.kind === 'certificate'
      ? fingerprint256 === subject.fingerprint256
      : fingerprint256 === null && endpoint.id === subject.endpointId,
  );
}

export function placeKey({ platform, channel, thread }: Place): string {
  return JSON.stringify([platform, channel, thread ?? '']);
}
