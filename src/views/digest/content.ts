import type { Mention } from '../../core/people.ts';
import type { AlarmState } from '../../core/watch/alarm/problem.ts';
import type { BreakerState } from '../../core/watch/breaker.ts';
import type { Owned } from '../../core/watch/policy/rule.ts';
import type { RenewalState } from '../../core/watch/renewal/renewal.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';

/** One certificate with the endpoints that serve it, or an endpoint of which no certificate is known. */
export type DigestRow = {
  /** `targetText` of each, sorted. */
  readonly names: readonly string[];
  /** Null where no certificate is known. */
  readonly state: RenewalState | null;
  readonly end: Date | null;
  /** When the certificate was last really seen. */
  readonly seenAt: Date | null;
  /** Why it is listed, where its end is not the reason: one sentence without a full stop. */
  readonly reason: string | null;
  /** When it was looked at last; null: never. */
  readonly at: Date | null;
  readonly isBroken: boolean;
  /** The last look says nothing about it: our own connection was at fault. */
  readonly isOurs: boolean;
  readonly owned: Owned;
  /** Why it will not renew by itself, as far as is known. */
  readonly obstacles: readonly string[];
  /** The newer certificate that was seen somewhere, in one sentence. */
  readonly newer: string | null;
};

/** What happened since the last digest. */
export type DigestNews = {
  readonly name: string;
  readonly kind: 'renewed' | 'recovered' | 'changed';
  readonly at: Date;
  /** "Another authority issued it: ..."; what it recovered from. */
  readonly words: string;
};

/** An open alarm for which nobody is called, as somebody wished, or endpoints in planned maintenance. */
export type DigestMuted = {
  readonly name: string;
  /** Null: of the endpoints themselves, whatever is wrong with them. */
  readonly state: AlarmState | null;
  /** Null: as long as the state does not worsen. */
  readonly until: Date | null;
  /** Whoever is on it; null: it is only snoozed. */
  readonly by: Mention | null;
  readonly reason: string | null;
};

export type DigestUndelivered = { readonly name: string; readonly at: Date; readonly reason: string };

/** Where what is watched here differs from what the declared list says, in numbers; /watch drift has the rest. */
export type DigestDrift = {
  readonly file: string;
  /** The file has mistakes or takes away so much that somebody has to confirm it: what it said before counts. */
  readonly isInForce: boolean;
  readonly changed: number;
  readonly removed: number;
  readonly added: number;
};

/** The watch list, sorted by what has to be done, the worst first in each list. */
export type DigestContent = {
  readonly at: Date;
  readonly zone: string;
  /** Times at which it should have come since the last one, this one's own included when it is late; newest first. */
  readonly missed: readonly Date[];
  /** Null: it is not scheduled here. */
  readonly next: Date | null;
  /** Open while too much became worse at once: troubles are held back then. */
  readonly breaker: BreakerState;
  /** Expired and critical. */
  readonly critical: readonly DigestRow[];
  readonly overdue: readonly DigestRow[];
  readonly due: readonly DigestRow[];
  /** The certificate was not seen this time, or never. */
  readonly unchecked: readonly DigestRow[];
  /** The certificate has time; the endpoint is broken or degraded for another reason. */
  readonly troubled: readonly DigestRow[];
  readonly news: readonly DigestNews[];
  /** Endpoints that were given a newer certificate without an alarm, as is usual. */
  readonly renewed: readonly string[];
  readonly muted: readonly DigestMuted[];
  /** All certificates for which nobody is called, or the fallback owner alone; those that need somebody first. */
  readonly unowned: readonly DigestRow[];
  /** Owners who are not there any more. */
  readonly gone: readonly Mention[];
  /** Null where no list is declared. */
  readonly drift: DigestDrift | null;
  /** Alarms of this place that did not arrive. */
  readonly undelivered: readonly DigestUndelivered[];
  /** Certificates of which nothing is to be said. */
  readonly fine: number;
  /** Reached, and speaks no TLS: nothing there can expire. */
  readonly withoutCertificate: number;
  /** Listed as last seen, because looking again took too long. */
  readonly notLookedAtAgain: number;
  /** Every certificate that was seen, for the timeline. */
  readonly certificates: readonly TimelineEntry[];
};
