import { reachOf } from '../../core/access/reach.ts';
import { type Diagnosis, ownFaultIn } from '../../core/diagnosis.ts';
import type { LoggedCertificate, SearchLogs } from '../../core/logged-certificate.ts';
import type { Diagnose } from '../../core/services.ts';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import type { Endpoint, ServedCertificate } from '../../core/watch/endpoint.ts';
import type { NewerCertificate, RenewalOutlook } from '../../core/watch/renewal/outlook.ts';
import type { RenewalState } from '../../core/watch/renewal/renewal.ts';
import { seenElsewhere, seenNow } from './candidates.ts';
import { type Candidate, covers, newerThan, wildcardOver } from './newer.ts';
import { obstaclesIn } from './obstacles.ts';

/** One leaf that is due, where it is served as far as is known, and where it stands. */
export type DueLeaf = {
  readonly certificate: ServedCertificate;
  readonly endpoints: readonly Looked[];
  readonly state: RenewalState;
};

/** Where it is watched from a home, its leave counts. */
type Looked = Pick<Endpoint, 'target'> & Partial<Pick<Endpoint, 'home'>>;

export type Ahead = {
  readonly store: { readonly endpoints: Pick<EndpointStore, 'naming'> };
  readonly diagnose: Diagnose;
  /** Null: no search of transparency logs is set. Names of certificates that are not due are never given to it. */
  readonly searchLogs: SearchLogs | null;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

/** Names stand in the certificate: where one endpoint cannot be reached the next one tells the same. */
const mostLooks = 3;

/**
 * Looks at what the authority will look at, and for a newer certificate. Null: nothing can be said, since our own
 * connection is at fault, or the leaf is served no more. `before` keeps since when a newer one was there.
 */
export async function lookAhead(
  leaf: DueLeaf,
  before: RenewalOutlook | null,
  world: Ahead,
): Promise<RenewalOutlook | null> {
  const { certificate, endpoints, state } = leaf;
  const { diagnose, now, signal } = world;
  const looks: Look[] = [];
  for (const endpoint of differentHosts(endpoints).slice(0, mostLooks)) {
    const { target, home } = endpoint;
    const onBehalf = home === undefined ? {} : { reach: reachOf(home) };
    const diagnosis = await diagnose(target, { depth: 'renewal', signal, ...onBehalf });
    if (ownFaultIn(diagnosis) !== null) return null;
    looks.push({ endpoint, diagnosis });
    if (serves(diagnosis, certificate)) break;
  }
  const last = looks.findLast(({ diagnosis }) => serves(diagnosis, certificate)) ?? looks.at(-1);
  if (last === undefined) return null;
  if (looks.every(({ diagnosis }) => isReplaced(diagnosis, certificate))) return null;
  const obstacles = obstaclesIn(last.diagnosis, certificate.fingerprint256, state);
  const isSeen = serves(last.diagnosis, certificate);
  return {
    at: now(),
    // A server that is down today says nothing about what its zone forbade yesterday.
    obstacles: isSeen || obstacles.length > 0 ? obstacles : (before?.obstacles ?? []),
    newer: await newerCertificate(leaf, looks, before?.newer ?? null, world),
  };
}

type Look = { readonly endpoint: Pick<Endpoint, 'target'>; readonly diagnosis: Diagnosis };

function serves({ certificates }: Diagnosis, { fingerprint256 }: ServedCertificate): boolean {
  return certificates.some((one) => one.fingerprint256 === fingerprint256);
}

function isReplaced(diagnosis: Diagnosis, certificate: ServedCertificate): boolean {
  return diagnosis.certificates.length > 0 && !serves(diagnosis, certificate);
}

function differentHosts(endpoints: DueLeaf['endpoints']): DueLeaf['endpoints'] {
  return [...new Map(endpoints.map((endpoint) => [endpoint.target.host, endpoint])).values()];
}

/** Among what was looked at just now, what is watched, and, where renewal is due, what a search of logs tells of. */
export async function newerCertificate(
  { certificate, endpoints, state }: DueLeaf,
  looks: readonly Look[],
  before: NewerCertificate | null,
  { store, searchLogs, now, signal }: Ahead,
): Promise<NewerCertificate | null> {
  const hosts = [...new Set(endpoints.map(({ target }) => target.host))];
  const names = hosts.flatMap((host) => [host, wildcardOver(host) ?? host]);
  const looked = looks.flatMap(({ endpoint, diagnosis }) =>
    diagnosis.certificates.flatMap(({ addresses }) =>
      addresses.map((address) => ({ host: endpoint.target.host, address })),
    ),
  );
  const served = [
    ...looks.flatMap(({ endpoint, diagnosis }) => seenNow(endpoint, diagnosis)),
    ...seenElsewhere(await store.endpoints.naming(names), looked, now()),
  ];
  const found = newerThan(certificate, hosts, served, now());
  if (found !== null) return withSince(found, before, now());
  if (searchLogs === null || state === 'ok') return null;
  const logged = await searchLogs(searchedName(certificate, hosts), signal);
  const issued = newerThan(certificate, hosts, withoutTwins(certificate, logged).map(fromLog), now());
  return issued === null ? null : withSince(issued, before, now());
}

const sameTimeMs = 2 * 86_400_000;

/**
 * A log tells of no keys. Where two certificates were issued side by side (RSA and ECDSA), a single newer one may be the
 * twin's: then it says nothing.
 */
function withoutTwins(
  { notBefore }: ServedCertificate,
  logged: readonly LoggedCertificate[],
): readonly LoggedCertificate[] {
  const distance = (one: LoggedCertificate) => one.notBefore.getTime() - notBefore.getTime();
  const beside = logged.filter((one) => Math.abs(distance(one)) <= sameTimeMs).length;
  const later = logged.filter((one) => distance(one) > sameTimeMs).length;
  return later < beside ? [] : logged;
}

/** Logs are searched by a name as certificates hold it: that by which this one covers its host. */
function searchedName({ names }: ServedCertificate, hosts: readonly string[]): string {
  const by = names.find((name) => hosts.some((host) => covers(name.toLowerCase(), host)));
  return (by ?? hosts[0] ?? '').toLowerCase();
}

function fromLog(logged: LoggedCertificate): Candidate {
  return { seen: 'logged', ...logged };
}

function withSince(found: Candidate, before: NewerCertificate | null, now: Date): NewerCertificate {
  const { seen, where, notBefore, notAfter, issuer, fingerprint256 } = found;
  const isKnown = before !== null && before.fingerprint256 === fingerprint256 && before.seen === seen;
  const since = seen === 'logged' ? null : isKnown ? before.since : now;
  return { seen, where, since, notBefore, notAfter, issuer, fingerprint256 };
}
