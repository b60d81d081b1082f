import { learned, notAsked } from '../core/probe.ts';
import { followAliases } from '../net/dns/aliases.ts';
import type { DnsAnswer } from '../net/dns/answer.ts';
import { createDnsClient } from '../net/dns/client.ts';
import { dnsProbe, withoutName } from './dns.ts';
import { defineProbe, type ProbeContext } from './probe.ts';

/** What each configured resolver says by itself: together they hide each other's faults. */
export type ResolversFacts = { readonly resolvers: readonly ResolverWord[]; readonly leftOut: number };

export type ResolverWord = {
  /** `ip:port`. */
  readonly server: string;
  readonly a: DnsAnswer;
  readonly aaaa: DnsAnswer;
  /** At the end of the aliases, v4 first. */
  readonly addresses: readonly string[];
  readonly elapsedMs: number;
};

/** Well below the deadline: who is silent is then a fact, also on a busy machine. */
const perLookupMs = 1500;
const mostResolvers = 4;

export const resolversProbe = defineProbe({
  name: 'resolvers',
  layer: 'dns',
  rung: { label: 'Resolvers', covers: [], always: false },
  needs: {},
  after: { dns: dnsProbe },
  only: ['dns', 'all'],
  deadlineMs: 2600,
  notApplicable: withoutName,
  describe({ resolvers }: ResolversFacts) {
    return `${resolvers.length} asked one by one`;
  },
  async run({ host }, { dns }, context) {
    const looked = dns.status !== 'skipped' && dns.facts?.lookup != null;
    if (!looked) return notAsked('the address does not come from DNS');
    const { servers } = context.network.dns;
    if (servers.length < 2) return notAsked('there is one resolver only');
    const asked = servers.slice(0, mostResolvers);
    return learned<ResolversFacts>({
      resolvers: await Promise.all(asked.map((server) => wordOf(server, host, context))),
      leftOut: servers.length - asked.length,
    });
  },
});

async function wordOf(
  server: string,
  host: string,
  { signal, budgetMs }: ProbeContext,
): Promise<ResolverWord> {
  const client = createDnsClient({ servers: [server] });
  const options = { signal, timeoutMs: budgetMs(perLookupMs) };
  const [a, aaaa] = await Promise.all([
    client.ask({ name: host, type: 'A' }, options),
    client.ask({ name: host, type: 'AAAA' }, options),
  ]);
  const addresses = [...addressesIn(a, host, 'A'), ...addressesIn(aaaa, host, 'AAAA')];
  return { server, a, aaaa, addresses, elapsedMs: Math.max(a.elapsedMs, aaaa.elapsedMs) };
}

function addressesIn(answer: DnsAnswer, host: string, type: string): readonly string[] {
  if (answer.status !== 'answered') return [];
  const { end } = followAliases(host, answer.records);
  return answer.records
    .filter((record) => record.type === type && record.name === end)
    .map(({ data }) => data)
    .toSorted();
}
