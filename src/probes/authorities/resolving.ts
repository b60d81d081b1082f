import { followAliases } from '../../net/dns/aliases.ts';
import type { DnsAnswer } from '../../net/dns/answer.ts';
import { isWithin, parentName } from '../../net/dns/name-tree.ts';
import type { ProbeContext } from '../probe.ts';

/** The resolver, asked without validation: a bogus zone has name servers as well. */
export type Ask = (name: string, type: string) => Promise<DnsAnswer>;

const perLookupMs = 1000;

export function asking({ network, budgetMs }: ProbeContext, signal: AbortSignal): Ask {
  return (name, type) =>
    network.dns.ask({ name, type, checkingDisabled: true }, { signal, timeoutMs: budgetMs(perLookupMs) });
}

/** No host name has more labels worth a question each. */
const mostSteps = 6;

export type ZoneCut = {
  readonly zone: string;
  /** Below it the resolver fails: the zone of the name may be a child whose servers are all broken. */
  readonly failsBelow: boolean;
};

/** The zone a name lies in, by the SOA that comes with every answer and every "no" (RFC 2308 §3). Null: nobody knows. */
export async function zoneOf(name: string, ask: Ask): Promise<ZoneCut | null> {
  let failsBelow = false;
  let at: string | null = name;
  for (let step = 0; at !== null && step < mostSteps; step += 1) {
    const answer = await ask(at, 'SOA');
    if (answer.status === 'no-answer' && answer.reason !== 'timeout') return null;
    if (answer.status === 'answered' && (answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN')) {
      const owner = at;
      const soa = [...answer.records, ...answer.authority].find(
        (record) => record.type === 'SOA' && isWithin(owner, record.name),
      );
      // Behind an alias comes the SOA of where it leads; an alias is no apex, so the zone begins above it.
      const aliased = answer.records.some(({ type, name: of }) => type === 'CNAME' && of === owner);
      if (soa !== undefined && !aliased) return { zone: soa.name, failsBelow };
    } else failsBelow = true;
    at = parentName(at);
  }
  return null;
}

export async function nameServersOf(zone: string, ask: Ask): Promise<readonly string[]> {
  const answer = await ask(zone, 'NS');
  if (answer.status !== 'answered') return [];
  const own = answer.records.filter((record) => record.type === 'NS' && record.name === zone);
  return [...new Set(own.map(({ data }) => data))].toSorted();
}

export type HostLookup = {
  readonly resolves: 'found' | 'absent' | 'unknown';
  readonly alias: string | null;
  /** All of them, within reason; v4 first. */
  readonly resolved: readonly string[];
  /** Two to ask, of both families where there are both. */
  readonly addresses: readonly string[];
};

const mostResolved = 16;

export async function addressesOf(name: string, ask: Ask): Promise<HostLookup> {
  const answers = await Promise.all(
    (['A', 'AAAA'] as const).map(async (type) => ({ type, answer: await ask(name, type) })),
  );
  const chains = answers.map(({ type, answer }) => {
    if (answer.status !== 'answered') return { alias: null, found: [], sure: false };
    const { aliases, end } = followAliases(name, answer.records);
    const found = answer.records.filter((record) => record.type === type && record.name === end);
    const sure = answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN';
    return { alias: aliases[0]?.target ?? null, found: found.map(({ data }) => data), sure };
  });
  const [four, six] = chains.map(({ found }) => found);
  const addresses = mixed(four ?? [], six ?? []);
  const resolved = [...(four ?? []), ...(six ?? [])].slice(0, mostResolved);
  const alias = chains.find((chain) => chain.alias !== null)?.alias ?? null;
  if (addresses.length > 0) return { resolves: 'found', alias, resolved, addresses };
  return { resolves: chains.every(({ sure }) => sure) ? 'absent' : 'unknown', alias, resolved, addresses };
}

const mostAddresses = 2;

export function mixed(four: readonly string[], six: readonly string[]): readonly string[] {
  const both = four.length > 0 && six.length > 0;
  return [...four.slice(0, both ? 1 : mostAddresses), ...six.slice(0, both ? 1 : mostAddresses)];
}
