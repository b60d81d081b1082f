import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import type { Target } from '../core/target.ts';
import { type Alias, followAliases } from '../net/dns/aliases.ts';
import type { DnsAnswer, DnsRecord, ExtendedError } from '../net/dns/answer.ts';
import { defineProbe, type ProbeContext } from './probe.ts';

/** How the host became addresses. */
export type DnsFacts = {
  /** `given`: --address was used; `literal`: the target is an address; `hosts-file`: the file outranks DNS. */
  readonly source: 'dns' | 'hosts-file' | 'literal' | 'given';
  readonly name: string;
  /** v4 first, each once, in order of appearance. */
  readonly addresses: readonly string[];
  /** Path of the hosts file when `source` is that. */
  readonly hostsFile: string | null;
  /** Null for `literal`, `given` and `hosts-file`. */
  readonly lookup: DnsLookup | null;
};

export type DnsLookup = {
  readonly servers: readonly string[];
  readonly a: DnsAnswer;
  readonly aaaa: DnsAnswer;
  /** The SERVFAIL asked again with CD set; null when there was no SERVFAIL. */
  readonly unvalidated: DnsAnswer | null;
  /** Aliases in order of following: [{ name, target }]. */
  readonly aliases: readonly { readonly name: string; readonly target: string; readonly ttl: number }[];
  readonly aliasLoop: boolean;
  readonly records: readonly DnsRecord[];
  readonly extendedErrors: readonly ExtendedError[];
  /** Smallest TTL of the address records in seconds; null without any. */
  readonly ttl: number | null;
  readonly authenticated: boolean;
};

const perLookupMs = 4000;
const mostAliases = 8;

export const dnsProbe = defineProbe({
  name: 'dns',
  layer: 'dns',
  rung: { label: 'DNS', covers: ['dns'], always: true },
  needs: {},
  deadlineMs: 5000,
  describe(facts: DnsFacts) {
    const shown = facts.addresses.slice(0, 3).join(', ');
    const rest = facts.addresses.length - 3;
    const list = rest > 0 ? `${shown} and ${rest} more` : shown;
    switch (facts.source) {
      case 'dns':
        return list;
      case 'hosts-file':
        return `${list} (from ${facts.hostsFile})`;
      case 'literal':
        return 'an address, no DNS needed';
      case 'given':
        return `${list} (given, DNS not asked)`;
    }
  },
  async run(target, _given, context): Promise<ProbeOutcome<DnsFacts>> {
    const known = await withoutDns(target, context);
    if (known !== null) return learned(known);
    const lookup = await lookUp(target.host, context);
    const facts: DnsFacts = {
      source: 'dns',
      name: target.host,
      addresses: addressesIn(lookup.records),
      hostsFile: null,
      lookup,
    };
    return facts.addresses.length > 0 ? learned(facts) : nothingFound(facts, lookup);
  },
});

async function withoutDns(target: Target, context: ProbeContext): Promise<DnsFacts | null> {
  const base = { name: target.host, hostsFile: null, lookup: null };
  if (target.address !== null) return { ...base, source: 'given', addresses: [target.address] };
  if (target.hostKind !== 'name') return { ...base, source: 'literal', addresses: [target.host] };
  const listed = await context.network.hosts.lookup(target.host);
  if (listed.length === 0) return null;
  return {
    ...base,
    source: 'hosts-file',
    addresses: [...new Set(listed)],
    hostsFile: context.network.hosts.path,
  };
}

async function lookUp(name: string, context: ProbeContext): Promise<DnsLookup> {
  const [a, aaaa] = await Promise.all([followed(name, 'A', context), followed(name, 'AAAA', context)]);
  const records = [...a.records, ...aaaa.records];
  const servfail = [a.answer, aaaa.answer].some((answer) => rcodeOf(answer) === 'SERVFAIL');
  const addressTtls = records.filter(isAddress).map((record) => record.ttl);
  return {
    servers: context.network.dns.servers,
    a: a.answer,
    aaaa: aaaa.answer,
    unvalidated: servfail ? await ask(name, 'A', context, true) : null,
    aliases: a.aliases.length >= aaaa.aliases.length ? a.aliases : aaaa.aliases,
    aliasLoop: a.loop || aaaa.loop,
    records,
    extendedErrors: [a.answer, aaaa.answer].flatMap((answer) =>
      answer.status === 'answered' ? answer.extendedErrors : [],
    ),
    ttl: addressTtls.length === 0 ? null : Math.min(...addressTtls),
    authenticated: [a.answer, aaaa.answer].every(
      (answer) => answer.status === 'answered' && answer.authenticated,
    ),
  };
}

type Followed = {
  readonly answer: DnsAnswer;
  readonly records: readonly DnsRecord[];
  readonly aliases: DnsLookup['aliases'];
  readonly loop: boolean;
};

/** A recursive resolver sends the whole alias chain at once; what it leaves open is asked for step by step. */
async function followed(name: string, type: 'A' | 'AAAA', context: ProbeContext): Promise<Followed> {
  const aliases: Alias[] = [];
  let current = name;
  for (;;) {
    const answer = await ask(current, type, context, false);
    if (answer.status !== 'answered') return { answer, records: [], aliases, loop: false };
    const chain = followAliases(current, answer.records);
    aliases.push(...chain.aliases);
    // Only records of where the aliases lead: whatever else was put into the answer is not ours.
    const records = answer.records.filter((record) => record.type === type && record.name === chain.end);
    const been = new Set([name, ...aliases.slice(0, -1).map((alias) => alias.target)]);
    const loop = chain.loop || (aliases.length > 0 && been.has(chain.end)) || aliases.length > mostAliases;
    const open = chain.aliases.length > 0 && records.length === 0 && answer.rcode === 'NOERROR';
    // A negative answer with an SOA is about the end of the chain: RFC 2308 §2.
    const closed = answer.authority.some((record) => record.type === 'SOA');
    if (loop || !open || closed) return { answer, records, aliases, loop };
    current = chain.end;
  }
}

function ask(
  name: string,
  type: string,
  context: ProbeContext,
  checkingDisabled: boolean,
): Promise<DnsAnswer> {
  const options = { signal: context.signal, timeoutMs: context.budgetMs(perLookupMs) };
  return context.network.dns.ask({ name, type, checkingDisabled }, options);
}

function nothingFound(facts: DnsFacts, lookup: DnsLookup): ProbeOutcome<DnsFacts> {
  const worst = [lookup.a, lookup.aaaa].map(rcodeOf);
  if (lookup.aliasLoop)
    return deadEnd('cname-loop', `${facts.name} is an alias that leads back to itself`, 'target', facts);
  if (worst.includes('NXDOMAIN')) return deadEnd('nxdomain', `${facts.name} does not exist`, 'target', facts);
  if (worst.includes('SERVFAIL'))
    return deadEnd('servfail', 'the resolver answered SERVFAIL', 'target', facts);
  if (worst.includes('REFUSED'))
    return deadEnd('refused', 'the resolver refused to answer', 'our-vantage', facts);
  if (worst.includes(null)) return deadEnd('no-answer', 'no resolver answered', 'our-vantage', facts);
  if (worst.every((rcode) => rcode === 'NOERROR')) {
    return deadEnd('no-address', `${facts.name} exists and has no address`, 'target', facts);
  }
  return deadEnd('rcode', `the resolver answered ${worst.join(' and ')}`, 'unknown', facts);
}

function rcodeOf(answer: DnsAnswer): string | null {
  return answer.status === 'answered' ? answer.rcode : null;
}

function addressesIn(records: readonly DnsRecord[]): readonly string[] {
  const sorted = records.filter(isAddress).toSorted((one, other) => one.type.length - other.type.length);
  return [...new Set(sorted.map((record) => record.data))];
}

function isAddress(record: DnsRecord): boolean {
  return record.type === 'A' || record.type === 'AAAA';
}

/** Why DNS has nothing to say about such a target; null when it is asked for by name. */
export function withoutName({ hostKind, address }: Target): string | null {
  return hostKind !== 'name' || address !== null ? 'DNS is not asked for an address' : null;
}
