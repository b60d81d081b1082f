import { isIP } from 'node:net';
import { isHostName } from '../core/target.ts';
import { followAliases } from './dns/aliases.ts';
import type { DnsAnswer } from './dns/answer.ts';
import type { Network } from './network.ts';
import type { AllowedAddress, PolicyVerdict } from './policy.ts';

export type HostAndPort = { readonly host: string; readonly port: number };

export type Resolution =
  | {
      readonly resolved: true;
      /** At least one; IPv4 first. What the policy refused beside them is left out. */
      readonly addresses: readonly [AllowedAddress, ...AllowedAddress[]];
      readonly source: 'literal' | 'hosts-file' | 'dns';
    }
  | {
      readonly resolved: false;
      readonly kind: 'refused' | 'not-found' | 'dns-failed' | 'invalid' | 'aborted';
      /** The policy's rule ("loopback"), the rcode ("NXDOMAIN") or the reason ("timeout"). */
      readonly rule: string;
      /** One sentence for a person. */
      readonly message: string;
      /** What would allow it, when the policy refused. */
      readonly refusal: Extract<PolicyVerdict, { allowed: false }> | null;
    };

export type ResolveOptions = { readonly signal: AbortSignal; readonly timeoutMs: number };
type Failure = Extract<Resolution, { resolved: false }>;
type Found = { readonly source: 'literal' | 'hosts-file' | 'dns'; readonly ips: readonly string[] };

/** Host and port of an http(s) URL; null for another scheme or for one that carries a user or a password. */
export function hostAndPort(url: URL): HostAndPort | null {
  const standard = url.protocol === 'https:' ? 443 : url.protocol === 'http:' ? 80 : null;
  if (standard === null || url.username !== '' || url.password !== '') return null;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return { host, port: url.port === '' ? standard : Number(url.port) };
}

/**
 * The one way from a name somebody else wrote (a redirect, a URL inside a certificate) to addresses that may be
 * dialled: literal, hosts file or DNS, then the policy on every address. Never throws for what the name does.
 */
export async function resolveAllowed(
  { host, port }: HostAndPort,
  network: Network,
  options: ResolveOptions,
): Promise<Resolution> {
  const found = await addressesOf(host.toLowerCase(), network, options);
  if ('kind' in found) return found;
  const verdicts = found.ips.map((ip) => network.policy.judge(ip, port));
  const [first, ...others] = verdicts.flatMap((verdict) => (verdict.allowed ? [verdict.address] : []));
  if (first !== undefined) return { resolved: true, addresses: [first, ...others], source: found.source };
  const refusal = verdicts.find((verdict) => !verdict.allowed);
  if (refusal === undefined) return failure('not-found', 'no address', `${host} has no address.`);
  return { ...failure('refused', refusal.rule, refusalText(host, port, refusal)), refusal };
}

async function addressesOf(
  host: string,
  network: Network,
  options: ResolveOptions,
): Promise<Found | Failure> {
  if (isIP(host) !== 0) return { source: 'literal', ips: [host] };
  if (!isHostName(host)) return failure('invalid', 'invalid', `${JSON.stringify(host)} is not a host name.`);
  const listed = await network.hosts.lookup(host);
  if (listed.length > 0) return { source: 'hosts-file', ips: listed };
  const [a, aaaa] = await Promise.all([
    network.dns.ask({ name: host, type: 'A' }, options),
    network.dns.ask({ name: host, type: 'AAAA' }, options),
  ]);
  const ips = [...addressesIn(a, host, 'A'), ...addressesIn(aaaa, host, 'AAAA')];
  return ips.length > 0 ? { source: 'dns', ips } : dnsFailure(host, a, aaaa);
}

/** Only records of the name asked for, or of where its aliases lead: whatever else was put into the answer is not ours. */
function addressesIn(answer: DnsAnswer, host: string, type: 'A' | 'AAAA'): readonly string[] {
  if (answer.status !== 'answered' || answer.rcode !== 'NOERROR') return [];
  const { end } = followAliases(host, answer.records);
  const owned = answer.records.filter((record) => record.type === type && record.name === end);
  return [...new Set(owned.map((record) => record.data))];
}

function dnsFailure(host: string, a: DnsAnswer, aaaa: DnsAnswer): Failure {
  for (const answer of [a, aaaa]) {
    if (answer.status === 'no-answer' && answer.reason === 'aborted') {
      return failure('aborted', 'aborted', `Looking up ${host} was stopped.`);
    }
    if (answer.status === 'no-answer') {
      return failure('dns-failed', answer.reason, `No DNS server answered for ${host} (${answer.reason}).`);
    }
    if (answer.rcode === 'NXDOMAIN') return failure('not-found', 'NXDOMAIN', `${host} does not exist.`);
    if (answer.rcode !== 'NOERROR') {
      return failure('dns-failed', answer.rcode, `DNS answered ${answer.rcode} for ${host}.`);
    }
  }
  return failure('not-found', 'no address', `${host} has no address.`);
}

function refusalText(
  host: string,
  port: number,
  refusal: Extract<PolicyVerdict, { allowed: false }>,
): string {
  if (refusal.variable === 'DENIED_PORTS') return `Port ${port} of ${host} is not dialled (${refusal.rule}).`;
  const entry = refusal.entry === null ? '' : `; ${refusal.variable}=${refusal.entry} would allow it`;
  return `${host} leads to an address that is not dialled (${refusal.rule}${entry}).`;
}

function failure(kind: Failure['kind'], rule: string, message: string): Failure {
  return { resolved: false, kind, rule, message, refusal: null };
}
