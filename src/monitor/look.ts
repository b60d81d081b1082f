import { type Diagnosis, ownFaultIn, type SeenCertificate } from '../core/diagnosis.ts';
import type { Diagnose } from '../core/services.ts';
import type { Store } from '../core/store.ts';
import type { Endpoint, Sighting, WatchedCertificate } from '../core/watch/endpoint.ts';
import { renewalState, renewalStates } from '../core/watch/renewal.ts';
import { pingsFor } from './ping.ts';

export type Watcher = {
  readonly store: Store;
  readonly diagnose: Diagnose;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

export type Look = {
  readonly diagnosis: Diagnosis;
  /** How many alarms this look was the first to raise. */
  readonly pinged: number;
};

/** A name with more leaves than this is beyond what anybody reads. */
const mostServed = 16;

/** `lookAndCount` for who only wants to know what was seen. */
export async function lookAt(endpoint: Endpoint, watcher: Watcher): Promise<Diagnosis> {
  return (await lookAndCount(endpoint, watcher)).diagnosis;
}

/**
 * Looks at one endpoint once: saves what was seen and raises what follows from it, both or neither. An aborted look
 * saves nothing. A fault of our own is saved as "could not look", since the last sighting would be a lie, and thrown.
 */
export async function lookAndCount(
  endpoint: Endpoint,
  { store, diagnose, now, signal }: Watcher,
): Promise<Look> {
  const previous = await store.endpoints.sighting(endpoint.id);
  const diagnosis = await diagnose(endpoint.target, { depth: 'certificate', signal }).catch(async (fault) => {
    if (!signal.aborted) await store.endpoints.recordLook(faulty(endpoint, previous, now()), [], now());
    throw fault;
  });
  // By a wrong clock, or past a proxy, no certificate was really seen; the next sound look makes up for it.
  const certificates = ownFaultIn(diagnosis) === null ? diagnosis.certificates : [];
  const seen = asLastHeard(mostUrgent(certificates, now()), previous?.certificate ?? null);
  const served = seen === null ? (previous?.served ?? []) : certificates.filter(isDated).slice(0, mostServed);
  const sighting = { ...sightingFrom(endpoint, diagnosis, seen, previous), served };
  // An alarm needs a certificate seen now: the one remembered may have been renewed since.
  const pings = seen === null ? [] : pingsFor(endpoint, seen, now());
  const pinged = await store.endpoints.recordLook(sighting, pings, now());
  return { diagnosis, pinged };
}

function sightingFrom(
  endpoint: Endpoint,
  diagnosis: Diagnosis,
  seen: WatchedCertificate | null,
  previous: Sighting | null,
): Sighting {
  const fault = ownFaultIn(diagnosis);
  return {
    endpointId: endpoint.id,
    at: diagnosis.at,
    verdict: fault === null ? diagnosis.verdict : 'unknown',
    rootCause: (fault ?? diagnosis.rootCause)?.id ?? null,
    reason: fault?.title ?? reasonIn(diagnosis),
    certificate: seen ?? previous?.certificate ?? null,
    certificateSeenAt: seen === null ? (previous?.certificateSeenAt ?? null) : diagnosis.at,
    served: previous?.served ?? [],
    conditions: previous?.conditions ?? [],
  };
}

function faulty(endpoint: Endpoint, previous: Sighting | null, at: Date): Sighting {
  return {
    endpointId: endpoint.id,
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
function asLastHeard(
  seen: WatchedCertificate | null,
  before: WatchedCertificate | null,
): WatchedCertificate | null {
  if (seen === null || seen.renewalWindow !== undefined || before?.renewalWindow === undefined) return seen;
  const same = before.fingerprint256 === seen.fingerprint256;
  return same ? { ...seen, renewalWindow: before.renewalWindow } : seen;
}

/**
 * Addresses may serve different leaves; clients meet all of them, so the one counts whose renewal is most urgent, and
 * of several the first to end. A young short-lived one may end before an old one that nobody renews.
 */
function mostUrgent(certificates: readonly SeenCertificate[], now: Date): WatchedCertificate | null {
  const stage = (certificate: SeenCertificate) => renewalStates.indexOf(renewalState(certificate, now));
  const [worst] = certificates
    .filter(isDated)
    .toSorted((one, other) => stage(other) - stage(one) || one.notAfter.getTime() - other.notAfter.getTime());
  if (worst === undefined) return null;
  const { fingerprint256, notBefore, notAfter, renewalWindow, issuer, names } = worst;
  const heard = renewalWindow === undefined ? {} : { renewalWindow };
  return { fingerprint256, notBefore, notAfter, ...heard, issuer, names };
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
