import type { Diagnosis } from '../core/diagnosis.ts';
import type { SeenPart, Snapshot, SnapshotPart } from '../core/past/snapshot.ts';
import type { DnsFacts, DnsLookup } from '../probes/dns.ts';
import type { HttpFacts } from '../probes/http.ts';
import type { TlsFacts } from '../probes/tls/tls-facts.ts';
import { factsIn } from './facts-in.ts';
import { snapshotOfZone } from './snapshot-of-zone.ts';

type Values = { readonly values: readonly string[]; readonly partial: boolean };
type Seen = Partial<Record<SnapshotPart, Values>>;

/** A target may not fill our disk with its names. */
const mostValues = 32;
const longestValue = 200;

/** What of this diagnosis is worth comparing the next one with. */
export function takeSnapshot({ at, results }: Pick<Diagnosis, 'at' | 'results'>): Snapshot {
  const reach = factsIn(results, 'reach');
  const tcp = factsIn(results, 'tcp');
  // Addresses that were not asked, or did not answer, may serve something else.
  const missing = (reach?.leftOut ?? 0) > 0 || tcp?.addresses.length !== tcp?.open.length;
  const seen: Seen = {
    ...inDns(factsIn(results, 'dns')),
    ...snapshotOfZone(factsIn(results, 'authorities')),
    ...inTls(factsIn(results, 'tls'), missing),
    ...inHttp(factsIn(results, 'http')),
  };
  const parts = Object.entries(seen).flatMap(([part, found]): [string, SeenPart][] =>
    found.values.length === 0 ? [] : [[part, { ...bounded(found), at }]],
  );
  return { at, parts: Object.fromEntries(parts) };
}

function bounded({ values, partial }: Values): Values {
  const sorted = [...new Set(values.map((value) => value.slice(0, longestValue)))].toSorted();
  return { values: sorted.slice(0, mostValues), partial: partial || sorted.length > mostValues };
}

/** An address that was given, or is the target itself, is no news. */
function inDns(dns: DnsFacts | undefined): Seen {
  if (dns === undefined || (dns.source !== 'dns' && dns.source !== 'hosts-file')) return {};
  const { addresses, lookup } = dns;
  if (lookup === null) return { addresses: { values: addresses, partial: false } };
  const partial = [lookup.a, lookup.aaaa].some(
    (answer) => answer.status !== 'answered' || answer.rcode !== 'NOERROR',
  );
  return {
    addresses: { values: addresses, partial },
    aliases: { values: aliasesIn(lookup, addresses), partial: false },
  };
}

/** "none" where the name has its addresses itself: an alias put there later is a change. */
function aliasesIn({ aliases }: DnsLookup, addresses: readonly string[]): readonly string[] {
  if (aliases.length === 0) return addresses.length === 0 ? [] : ['none'];
  return aliases.map(({ target }) => target);
}

function inTls(tls: TlsFacts | undefined, missing: boolean): Seen {
  if (tls === undefined) return {};
  const sessions = tls.addresses.flatMap(({ handshake }) =>
    handshake.kind === 'completed' ? [handshake.session] : [],
  );
  const leaves = sessions.flatMap(({ chain }) => chain.slice(0, 1));
  const partial = missing || sessions.length < tls.addresses.length;
  const found = (values: readonly string[]): Values => ({ values, partial });
  return {
    certificate: found(leaves.map(({ fingerprint256 }) => fingerprint256)),
    issuer: found(leaves.map(({ issuer }) => issuer.commonName ?? issuer.organization ?? issuer.text)),
    'not-after': found(leaves.map(({ notAfter }) => dateOf(notAfter))),
    'tls-version': found(sessions.map(({ protocol }) => protocol)),
    alpn: found(sessions.map(({ alpn }) => alpn ?? 'none')),
  };
}

function dateOf(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'unreadable' : at.toISOString();
}

function inHttp(http: HttpFacts | undefined): Seen {
  const status = http?.hops.at(-1)?.status ?? null;
  return status === null ? {} : { 'http-status': { values: [String(status)], partial: false } };
}
