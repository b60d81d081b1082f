import { targetText, targetUrl } from '../../core/target.ts';
import type { TroubleCause } from '../../core/watch/alarm/condition.ts';
import type { ToldCertificate, ToldEndpoint, ToldFacts } from '../../core/watch/alarm/incident.ts';
import type { Endpoint, Watched } from '../../core/watch/endpoint.ts';
import { newerSentence, obstacleSentences } from '../../core/watch/renewal/outlook.ts';
import { placeKey, type Situation } from './situation.ts';
import { leafOf, type Wanted } from './wanted.ts';

const mostTold = 20;
/** A date of "last seen" that is younger is not worth another edit. */
const seenAtStepMs = 6 * 3_600_000;

/** What there is to tell now. What was told stays where nothing newer is known. */
export function toldFacts(
  wanted: Pick<Wanted, 'affected' | 'problem' | 'home' | 'cause'>,
  situation: Situation,
  before: ToldFacts | null,
): ToldFacts {
  const affected = wanted.affected.map(({ endpoint }) => toldEndpoint(endpoint, true)).toSorted(byName);
  const endpoints = [...affected, ...recovered(wanted, situation, before)];
  const { outlook } = situation;
  const isLapse = wanted.problem === 'lapse';
  return {
    name: affected.length === 0 ? (before?.name ?? '') : nameOf(wanted.affected),
    endpoints: endpoints.slice(0, mostTold),
    more: Math.max(0, endpoints.length - mostTold),
    certificate: certificateOf(situation, before),
    cause: causeOf(wanted, situation, before),
    obstacles: !isLapse ? [] : outlook === null ? (before?.obstacles ?? []) : obstacleSentences(outlook),
    newer: !isLapse
      ? null
      : outlook === null
        ? (before?.newer ?? null)
        : outlook.newer && newerSentence(outlook.newer),
  };
}

export function toldEndpoint({ id, target }: Endpoint, affected: boolean): ToldEndpoint {
  return {
    endpointId: id,
    name: targetText(target),
    url: targetUrl(target),
    address: target.address,
    client: target.client,
    affected,
  };
}

/** Told of as having it, watched here still, and free of it. */
export function recovered(
  { affected, home }: Pick<Wanted, 'affected' | 'home'>,
  { watched }: Pick<Situation, 'watched'>,
  before: ToldFacts | null,
): readonly ToldEndpoint[] {
  const told = new Set(before?.endpoints.map(({ endpointId }) => endpointId));
  const bad = new Set(affected.map(({ endpoint }) => endpoint.id));
  return watched
    .filter(({ endpoint }) => told.has(endpoint.id) && !bad.has(endpoint.id))
    .filter(({ endpoint }) => placeKey(endpoint.home) === placeKey(home))
    .map(({ endpoint }) => toldEndpoint(endpoint, false))
    .toSorted(byName);
}

function byName(one: ToldEndpoint, other: ToldEndpoint): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.endpointId < other.endpointId ? -1 : 1;
}

export function nameOf(affected: readonly Watched[]): string {
  const [first] = affected;
  if (first !== undefined && affected.length === 1) return targetText(first.endpoint.target);
  const hosts = [...new Set(affected.map(({ endpoint }) => endpoint.target.host))].toSorted();
  const more = hosts.length - 1;
  return more < 1 ? (hosts[0] ?? '') : `${hosts[0]} and ${more} more`;
}

function certificateOf(situation: Situation, before: ToldFacts | null): ToldCertificate | null {
  const known = before?.certificate ?? null;
  const leaf = leafOf(situation);
  if (leaf === null) return known;
  const { fingerprint256, names, issuer, notBefore, notAfter, renewalWindow, seenAt } = leaf;
  const heard = renewalWindow === undefined ? {} : { renewalWindow };
  const recent = known !== null && seenAt.getTime() - known.seenAt.getTime() < seenAtStepMs;
  return {
    fingerprint256,
    names,
    issuer,
    notBefore,
    notAfter,
    ...heard,
    seenAt: recent && seenAt >= known.seenAt ? known.seenAt : seenAt,
  };
}

/** Findings that a lapse is told by; the worst first. */
const lapseFindings = [
  'certificate/expired',
  'certificate/revocation-announced',
  'certificate/renewed-not-deployed',
  'certificate/expires-in-hours',
  'certificate/renewal-overdue',
];

/** Words of a look count what is left, and would change with each: the first ones of a state stay. */
function causeOf(
  { problem, cause }: Pick<Wanted, 'problem' | 'cause'>,
  { diagnosis }: Situation,
  before: ToldFacts | null,
): TroubleCause | null {
  const known = before?.cause ?? null;
  if (problem !== 'lapse') return cause === null || (known !== null && known.id === cause.id) ? known : cause;
  if (known !== null) return known;
  const finding = lapseFindings
    .map((id) => diagnosis?.findings.find((one) => one.id === id))
    .find((one) => one !== undefined);
  if (finding === undefined) return null;
  const { id, title, fix, reproduce, blame } = finding;
  return { id, title, fix, reproduce, blame };
}
