import type { Verdict } from '../diagnosis.ts';
import type { Mention, Place } from '../people.ts';
import type { Target } from '../target.ts';
import type { Condition } from './alarm/condition.ts';
import type { Mute } from './alarm/mute.ts';
import type { RenewalState, RenewalWindow } from './renewal/renewal.ts';

/** One watched target. `url` (see `targetUrl`) and `target.address` together are unique. */
export type Endpoint = {
  readonly id: string;
  readonly target: Target;
  /** Where its alarms go. */
  readonly home: Place;
  /** In the order of calling; empty: those of a rule, else nobody, and the digest says so. */
  readonly owners: readonly Mention[];
  readonly labels: Readonly<Record<string, string>>;
  readonly addedBy: string;
  readonly addedAt: Date;
  /** `adderOf` them; left out: not known, or the file did. */
  readonly addedId?: string;
  /** Declared in WATCH_FILE; left out: somebody added it. */
  readonly origin?: 'file';
  /** The last one, which may be over (`activeMute`); left out: it never was. */
  readonly muted?: Mute;
};

/** What the last look said. A failed look keeps the certificate seen before, with the reason beside it. */
export type Sighting = {
  readonly endpointId: string;
  readonly at: Date;
  readonly verdict: Verdict;
  /** Finding id, or null. */
  readonly rootCause: string | null;
  /** One sentence: title of the root cause, or why nothing could be seen. */
  readonly reason: string | null;
  readonly certificate: WatchedCertificate | null;
  /** When `certificate` was last really seen; older than `at` when this look failed. */
  readonly certificateSeenAt: Date | null;
  /** Every leaf that was served when one was last really seen, `certificate` among them; at most 16. */
  readonly served: readonly ServedCertificate[];
  readonly conditions: readonly Condition[];
  /**
   * `Diagnosis.connectMs` of this very look. It is kept with the past (`LookStore`), so a sighting that is read has none; left
   * out: nothing was connected to, or not soundly.
   */
  readonly connectMs?: number;
};

export type ServedCertificate = WatchedCertificate & {
  /** "ec", "rsa"; left out where it is not known. */
  readonly keyType?: string;
  /** `ip:port`. */
  readonly addresses: readonly string[];
};

export type WatchedCertificate = {
  readonly fingerprint256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** When its CA wants it renewed, as last heard; left out when it never said. */
  readonly renewalWindow?: RenewalWindow;
  readonly issuer: string;
  /** Organization of the issuer; left out where it names none, and in `Sighting.certificate`. */
  readonly authority?: string;
  readonly names: readonly string[];
};

/** An endpoint with what is known of it: a row of `/watch list`, `/expiry` and the digest. */
export type WatchRow = {
  readonly endpoint: Endpoint;
  readonly sighting: Sighting | null;
  readonly state: RenewalState | null;
  /** The newest alarm that a platform refused for good, if any. */
  readonly undelivered: { readonly at: Date; readonly reason: string } | null;
};

/** An endpoint beside what was last seen of it: what alarms are judged from. */
export type Watched = { readonly endpoint: Endpoint; readonly sighting: Sighting };

/** One that has to be judged although nobody looked. `turnsAt`: when a state turned; epoch zero: it was never judged. */
export type Turning = Watched & { readonly turnsAt: Date };

/** An endpoint was judged as it was looked at then: `at` is when one of its leaves is next to be told of, null never. */
export type Turn = { readonly endpointId: string; readonly at: Date | null; readonly lookedAt: Date };

/** A look of a time after `now` was before the clock was set back. */
export type WellAsked = {
  readonly after: string;
  readonly before: Date;
  readonly now: Date;
  readonly limit: number;
};

export type NewEndpoint = Omit<Endpoint, 'id' | 'addedAt'>;

export type EndpointChange = Partial<Pick<Endpoint, 'home' | 'owners' | 'labels' | 'muted'>>;
