import type { ProbeResult } from '../../core/probe.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import { isLocalAddress } from '../../net/special-ranges.ts';
import { isBelowRegistry } from '../../pki/names/public-suffix.ts';
import type { ChainFacts } from '../chain.ts';
import type { DnsFacts } from '../dns.ts';
import type { HttpFacts } from '../http.ts';
import type { AriFacts } from '../renewal.ts';
import type { RevocationFacts } from '../revocation/revocation-facts.ts';
import type { TcpFacts } from '../tcp.ts';

/** How the layers above ended, whatever it was. */
export type Ended = {
  readonly dns: ProbeResult<DnsFacts>;
  readonly tcp: ProbeResult<TcpFacts>;
  readonly chain: ProbeResult<ChainFacts>;
  readonly ari: ProbeResult<AriFacts>;
  readonly revocation: ProbeResult<RevocationFacts>;
  readonly http: ProbeResult<HttpFacts>;
};

/** `own`: reached without the Internet, or by the hosts file. `unknown`: it has no address. */
export type TargetPlace = 'own' | 'internet' | 'unknown';

export type Question = {
  readonly machine: boolean;
  readonly references: 'all' | 'local' | 'none';
  readonly resolver: boolean;
  /** Nothing failed, or the Internet is not part of the way: nobody waits long for an opinion. */
  readonly brief: boolean;
};

export function factsOf<Facts>(result: ProbeResult<Facts>): Facts | null {
  return result.status === 'skipped' ? null : (result.facts ?? null);
}

export function placeOf(dns: DnsFacts | null): TargetPlace {
  if (dns === null || dns.addresses.length === 0) return 'unknown';
  if (dns.source === 'hosts-file') return 'own';
  return dns.addresses.every(isLocalAddress) ? 'own' : 'internet';
}

/**
 * Nothing at all while the target is sound: its answer proves our link, our resolver and the way out. A target of one's own
 * network sends nobody to the Internet, unless dates are at stake: they make alarms, and only others know the time.
 */
export function whatToAsk(ended: Ended, now: Date): Question {
  const dns = factsOf(ended.dns);
  const place = placeOf(dns);
  const nameless = dns !== null && failedByResolver(dns);
  const resolver = nameless || (dns !== null && isUnprovenDenial(dns));
  const unreached = nameless || (place === 'internet' && ended.tcp.status === 'failed');
  const chain = factsOf(ended.chain);
  const strange = hasStranger(chain);
  const brief = place === 'own' || ended.chain.status === 'ok';
  if (unreached || datesMatter(ended, now) || (place === 'internet' && (strange || isPrivate(chain)))) {
    return { machine: unreached, references: 'all', resolver, brief };
  }
  return { machine: false, references: strange ? 'local' : 'none', resolver, brief };
}

/** No address, and not because the name has none: silence, or an error of the resolver. */
function failedByResolver({ addresses, lookup }: DnsFacts): boolean {
  if (lookup === null || addresses.length > 0 || lookup.aliasLoop) return false;
  // It answers as soon as it is told not to validate: it works.
  if (lookup.unvalidated?.status === 'answered' && lookup.unvalidated.rcode === 'NOERROR') return false;
  return [lookup.a, lookup.aaaa].some(
    (answer) => answer.status === 'no-answer' || (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN'),
  );
}

/**
 * "No such name" without the SOA of a zone above it (RFC 2308 §5 wants one): a resolver that knows nothing outside its own
 * network denies everything like that.
 */
export function isUnprovenDenial({ addresses, lookup }: DnsFacts): boolean {
  if (lookup === null || addresses.length > 0) return false;
  return [lookup.a, lookup.aaaa].every(
    (answer) =>
      answer.status === 'answered' &&
      answer.rcode === 'NXDOMAIN' &&
      !answer.authority.some(({ type, name }) => type === 'SOA' && name !== '.' && name !== ''),
  );
}

/** A name the whole Internet can ask for. Loads the list of suffixes: for when something is wrong already. */
export function isPublicName(name: string): boolean {
  return isBelowRegistry(name);
}

function hasStranger(chain: ChainFacts | null): boolean {
  return (chain?.chains ?? []).some(
    ({ path }) =>
      !path.trusted && (path.problem.kind === 'issuer-missing' || path.problem.kind === 'untrusted-root'),
  );
}

/** Trusted by EXTRA_CA_FILE alone: the authority of a company, or of a proxy that stands between. */
function isPrivate(chain: ChainFacts | null): boolean {
  return (chain?.chains ?? []).some(({ path, publiclyTrusted }) => path.trusted && !publiclyTrusted);
}

/** Whether our clock has a part in what would be said: an end that is near or past, a proof out of its time, a Date. */
function datesMatter(ended: Ended, now: Date): boolean {
  const leaves = factsOf(ended.ari)?.leaves ?? [];
  const outOfTime = (factsOf(ended.chain)?.chains ?? []).some(({ leaf, sent }) => {
    const answer = leaves.find(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256)?.answer;
    const renewalWindow = answer?.kind === 'window' ? answer.window : undefined;
    return (
      renewalState({ ...leaf, renewalWindow }, now) !== 'ok' ||
      sent.some(({ notBefore, notAfter }) => now < notBefore || now > notAfter)
    );
  });
  return outOfTime || hasRefusedProof(factsOf(ended.revocation)) || isOddDate(factsOf(ended.http));
}

function hasRefusedProof(revocation: RevocationFacts | null): boolean {
  return (revocation?.chains ?? []).some(({ certificates }) =>
    certificates.some(({ reports }) => reports.some(({ said }) => said.kind === 'refused')),
  );
}

const oddMs = 60_000;

function isOddDate(http: HttpFacts | null): boolean {
  const hop = http?.hops.findLast(({ headers }) => headers.date !== undefined);
  if (hop === undefined) return false;
  return Math.abs(Date.parse(hop.headers.date ?? '') - hop.askedAt.getTime()) > oddMs;
}
