import { type Diagnosis, ownFaultIn, type SeenCertificate } from '../../core/diagnosis.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { ServedCertificate, Sighting, WatchedCertificate } from '../../core/watch/endpoint.ts';
import type { Policy, Thresholds } from '../../core/watch/policy/policy.ts';
import { renewalState, renewalStates } from '../../core/watch/renewal/renewal.ts';

/** A name with more leaves than this is beyond what anybody reads. */
const mostServed = 16;
const longestText = 255;

/** What is to be kept of a look, but for its conditions, which stay those of before. */
export function sightingFrom(
  endpointId: string,
  diagnosis: Diagnosis,
  previous: Sighting | null,
  { thresholds }: Pick<Policy, 'thresholds'>,
  now: Date,
): Sighting {
  const fault = ownFaultIn(diagnosis);
  // By a wrong clock, or past a proxy, no certificate was really seen; the next sound look makes up for it.
  const certificates = (fault === null ? diagnosis.certificates : [])
    .filter(isDated)
    .map((one) => asLastHeard(withShortTexts(one), previous));
  const served = mostUrgentFirst(certificates, thresholds, now).slice(0, mostServed);
  const seen = withoutAddresses(served[0]);
  return {
    endpointId,
    at: diagnosis.at,
    verdict: fault === null ? diagnosis.verdict : 'unknown',
    rootCause: (fault ?? diagnosis.rootCause)?.id ?? null,
    reason: fault?.title ?? reasonIn(diagnosis),
    certificate: seen ?? previous?.certificate ?? null,
    certificateSeenAt: seen === null ? (previous?.certificateSeenAt ?? null) : diagnosis.at,
    served: seen === null ? (previous?.served ?? []) : served,
    conditions: previous?.conditions ?? [],
    ...(fault !== null || diagnosis.connectMs === undefined ? {} : { connectMs: diagnosis.connectMs }),
  };
}

/** For a look that a fault inside Notafter stopped. */
export function faultySighting(endpointId: string, previous: Sighting | null, at: Date): Sighting {
  return {
    endpointId,
    at,
    verdict: 'unknown',
    rootCause: null,
    reason: 'a fault inside Notafter stopped the look; its log says more',
    certificate: previous?.certificate ?? null,
    certificateSeenAt: previous?.certificateSeenAt ?? null,
    served: previous?.served ?? [],
    conditions: previous?.conditions ?? [],
  };
}

/** A CA that cannot be asked today keeps its word of yesterday, or the state would jump back and forth. */
function asLastHeard(seen: SeenCertificate, previous: Sighting | null): SeenCertificate {
  if (seen.renewalWindow !== undefined || previous === null) return seen;
  const heard = [previous.certificate, ...previous.served].find(
    (one) => one?.fingerprint256 === seen.fingerprint256 && one.renewalWindow !== undefined,
  );
  return heard?.renewalWindow === undefined ? seen : { ...seen, renewalWindow: heard.renewalWindow };
}

/**
 * Addresses may serve different leaves; clients meet all of them, so the one counts whose renewal is most urgent, and
 * of several the first to end. A young short-lived one may end before an old one that nobody renews.
 */
function mostUrgentFirst(
  certificates: readonly ServedCertificate[],
  thresholds: Thresholds,
  now: Date,
): readonly ServedCertificate[] {
  const stage = (certificate: ServedCertificate) =>
    renewalStates.indexOf(renewalState(certificate, now, thresholds));
  return certificates.toSorted(
    (one, other) => stage(other) - stage(one) || one.notAfter.getTime() - other.notAfter.getTime(),
  );
}

function withoutAddresses(served: ServedCertificate | undefined): WatchedCertificate | null {
  if (served === undefined) return null;
  const { fingerprint256, notBefore, notAfter, renewalWindow, issuer, names } = served;
  const heard = renewalWindow === undefined ? {} : { renewalWindow };
  return { fingerprint256, notBefore, notAfter, ...heard, issuer, names };
}

/** A name has 253 characters at most; what a hostile certificate puts there is kept with every look otherwise. */
function withShortTexts(seen: SeenCertificate): SeenCertificate {
  const { authority, issuer, names } = seen;
  return {
    ...seen,
    issuer: shorten(issuer, longestText),
    ...(authority === undefined ? {} : { authority: shorten(authority, longestText) }),
    names: names.map((name) => shorten(name, longestText)),
  };
}

function isDated({ notBefore, notAfter }: SeenCertificate): boolean {
  return !Number.isNaN(notBefore.getTime()) && !Number.isNaN(notAfter.getTime());
}

function reasonIn({ verdict, rootCause, results }: Diagnosis): string | null {
  if (rootCause !== null) return rootCause.title;
  const failed = results.find((result) => result.status === 'failed');
  if (failed?.status === 'failed') return `${failed.probe}: ${failed.message}`;
  return verdict === 'healthy' ? null : 'the look ended early';
}
