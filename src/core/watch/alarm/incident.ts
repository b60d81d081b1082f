import type { Mention, Place } from '../../people.ts';
import type { RenewalWindow } from '../renewal/renewal.ts';
import type { TroubleCause } from './condition.ts';
import type { Mute } from './mute.ts';
import type { AlarmState, Problem } from './problem.ts';

/** What an incident is about: a certificate wherever it is served, or an endpoint where none was ever seen. */
export type Subject =
  | { readonly kind: 'certificate'; readonly fingerprint256: string }
  | { readonly kind: 'endpoint'; readonly endpointId: string };

/**
 * One problem of one subject as one place is told of it: one conversation, from the alarm to "all is well". At most one is
 * open per subject, problem and place.
 */
export type Incident = {
  /** Short and safe in a URL: what buttons and `/alarm` name it by. */
  readonly id: string;
  readonly subject: Subject;
  readonly problem: Problem;
  readonly home: Place;
  /** The worst it has been: an incident never gets better in steps, it ends. */
  readonly state: AlarmState;
  readonly openedAt: Date;
  /** When `state` was entered. */
  readonly stateAt: Date;
  readonly owners: readonly Mention[];
  /** Why they are the owners; `nobody`: the certificate has none. */
  readonly ownedBy: 'endpoint' | 'rule' | 'fallback' | 'reassigned' | 'nobody';
  /** What is told of it, as last known. */
  readonly told: ToldFacts;
  readonly ladder: LadderPosition;
  readonly acknowledged: Acknowledgement | null;
  /** Nobody is called before; it is shown as muted. */
  readonly snoozedUntil: Date | null;
  /** All endpoints that have it are in maintenance, this one until first; left out or null: not all are. */
  readonly muted?: Mute | null;
  /** Comes and goes: said once, and held open until it is quiet. */
  readonly flapping: boolean;
  /** Endpoints were seen with another certificate since then, and the thread does not say so yet. */
  readonly renewalSeenAt?: Date | null;
  readonly endedAt: Date | null;
  readonly end: IncidentEnd | null;
  /** When there is something to do without a new look: a rung, the end of a snooze. Null: nothing. */
  readonly nextAt: Date | null;
  /** Counts saves: of two writers one has to read again. */
  readonly version: number;
};

/** `renewed`: no endpoint serves it any more. `recovered`: the trouble is over. `removed`: nobody watches it any more. */
export type IncidentEnd = 'renewed' | 'recovered' | 'removed';

export type ToldFacts = {
  /** "pay.example.com", or the first of several with how many more. */
  readonly name: string;
  /** What is watched and has it, worst first, at most 20; `more` counts the rest. */
  readonly endpoints: readonly ToldEndpoint[];
  readonly more: number;
  /** Null where no certificate was ever seen. */
  readonly certificate: ToldCertificate | null;
  readonly cause: TroubleCause | null;
  /** Why it will not renew by itself, as far as is known: "CAA of example.com forbids letsencrypt.org". */
  readonly obstacles: readonly string[];
  /** The newer certificate that was seen somewhere, in one sentence; null: none was. */
  readonly newer: string | null;
};

export type ToldEndpoint = {
  readonly endpointId: string;
  /** `targetText`. */
  readonly name: string;
  /** `targetUrl`, for buttons; with `address` what was asked. */
  readonly url: string;
  readonly address: string | null;
  readonly client: string | null;
  /** It has what the incident is about now; false: it had. */
  readonly affected: boolean;
};

export type ToldCertificate = {
  readonly fingerprint256: string;
  readonly names: readonly string[];
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** When its CA wants it renewed, as last heard. */
  readonly renewalWindow?: RenewalWindow;
  /** When it was last really seen being served. */
  readonly seenAt: Date;
};

/** How far it has been carried: 0 the owner in the channel, 1 by direct message, 2 the fallback owner, 3 the on-call channel. */
export type LadderPosition = {
  /** The highest rung climbed in this state; null: nobody was called yet (quiet hours, say). */
  readonly rung: 0 | 1 | 2 | 3 | null;
  readonly climbedAt: Date | null;
  /** How often it was given to other owners: a call is made once per state, rung and turn. */
  readonly turn: number;
};

/** "On it until 14:00": nobody is called meanwhile, unless the state worsens. */
export type Acknowledgement = {
  readonly by: Mention;
  readonly at: Date;
  readonly until: Date | null;
  readonly reason: string | null;
  /** The state it was given for: it lapses with a worse one. */
  readonly state: AlarmState;
};

export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case 'certificate':
      return `certificate:${subject.fingerprint256}`;
    case 'endpoint':
      return `endpoint:${subject.endpointId}`;
  }
}

/** Whether somebody has it in hand at `now`. */
export function isAcknowledged({ acknowledged, state }: Incident, now: Date): boolean {
  if (acknowledged === null || acknowledged.state !== state) return false;
  return acknowledged.until === null || now < acknowledged.until;
}
