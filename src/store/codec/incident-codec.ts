import type { Condition } from '../../core/watch/alarm/condition.ts';
import type { Acknowledgement, Incident, ToldCertificate } from '../../core/watch/alarm/incident.ts';
import type { ServedCertificate } from '../../core/watch/endpoint.ts';
import type { WatchRule } from '../../core/watch/policy/rule.ts';
import type { Validity } from '../../core/watch/renewal/renewal.ts';
import { withDates as muteWithDates } from './mute-codec.ts';

/**
 * Records at rest: JSON with dates in ISO 8601, as `JSON.stringify` writes them. The way back walks the known shape
 * instead of reviving whatever looks like a date, since texts come from certificates and strangers.
 */
type Stored<T> = { readonly [Key in keyof T]: T[Key] extends Date | null ? string : T[Key] };

export function incidentFrom(text: string, version: number): Incident {
  const stored = JSON.parse(text) as Stored<Incident>;
  const { told, ladder, acknowledged, renewalSeenAt, muted } = stored;
  return {
    ...stored,
    openedAt: new Date(stored.openedAt),
    stateAt: new Date(stored.stateAt),
    snoozedUntil: dateOrNull(stored.snoozedUntil),
    endedAt: dateOrNull(stored.endedAt),
    nextAt: dateOrNull(stored.nextAt),
    ...(renewalSeenAt === undefined ? {} : { renewalSeenAt: renewalSeenAt && new Date(renewalSeenAt) }),
    told: { ...told, certificate: told.certificate === null ? null : toldCertificate(told.certificate) },
    ladder: { ...ladder, climbedAt: dateOrNull(ladder.climbedAt as unknown as string | null) },
    acknowledged: acknowledged === null ? null : acknowledgement(acknowledged),
    ...(muted === undefined || muted === null ? {} : { muted: muteWithDates(muted) }),
    version,
  };
}

export function conditionsFrom(text: string): readonly Condition[] {
  return (JSON.parse(text) as Condition[]).map(({ agreement, ...stored }) => ({
    ...stored,
    since: new Date(stored.since),
    confirmedAt: dateOrNull(stored.confirmedAt as unknown as string | null),
    turns: stored.turns.map((turn) => new Date(turn)),
    ...(agreement === undefined ? {} : { agreement: { ...agreement, at: new Date(agreement.at) } }),
  }));
}

export function servedFrom(text: string): readonly ServedCertificate[] {
  return (JSON.parse(text) as ServedCertificate[]).map(withDates);
}

function withDates<Life extends Validity>({ renewalWindow, ...stored }: Life) {
  const dated = { ...stored, notBefore: new Date(stored.notBefore), notAfter: new Date(stored.notAfter) };
  if (renewalWindow === undefined) return dated;
  const { start, end } = renewalWindow;
  return { ...dated, renewalWindow: { ...renewalWindow, start: new Date(start), end: new Date(end) } };
}

export function ruleFrom(text: string): WatchRule {
  const stored = JSON.parse(text) as WatchRule;
  return { ...stored, setAt: new Date(stored.setAt) };
}

function toldCertificate(stored: ToldCertificate): ToldCertificate {
  return { ...withDates(stored), seenAt: new Date(stored.seenAt) };
}

function acknowledgement(stored: Acknowledgement): Acknowledgement {
  return {
    ...stored,
    at: new Date(stored.at),
    until: dateOrNull(stored.until as unknown as string | null),
  };
}

function dateOrNull(stored: string | null): Date | null {
  return stored === null ? null : new Date(stored);
}
