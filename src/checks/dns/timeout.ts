import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { type DnsFacts, type DnsLookup, dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { type DnsAnswer, fateOfLookup, serversText } from '../reading/dns/answers.ts';
import { evidence } from '../reading/evidence.ts';

type Silence = Extract<DnsAnswer, { readonly status: 'no-answer' }>;

export const dnsTimeout = defineCheck({
  id: 'dns/timeout',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'No resolver answered',
  explanation:
    'None of the resolvers this host uses gave an answer in time, so the address is not known here and nothing else could be looked at. Either the resolvers are down or unreachable from this host, or they still wait for silent name servers of the zone.',
  fix: 'Look up another name at the same resolver. If that fails too, mend the resolver or the way to it (UDP and TCP port 53), or set DNS_SERVERS. If only this name fails, run dig +trace for it: its own name servers are silent.',
  citation: 'RFC 1035 §4.2.1',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    const { lookup } = dns;
    if (lookup === null) return [];
    if (fateOfLookup(dns) === 'timeout') return all(dns, lookup);
    return dns.addresses.length > 0 ? oneFamily(dns, lookup) : [];
  },
});

function all(dns: DnsFacts, lookup: DnsLookup): readonly Observation[] {
  const silence = [lookup.a, lookup.aaaa].find(isSilence);
  if (silence === undefined) return [];
  return [
    {
      title: titleFor(silence, dns.name),
      evidence: [
        evidence('resolvers', serversText(lookup)),
        ...silence.tried.slice(0, 6).map(({ server, reason }) => evidence(server, reason)),
      ],
      reproduce: dig(dns.name, 'A', lookup.servers[0]),
    },
  ];
}

function titleFor({ reason }: Silence, name: string): string {
  switch (reason) {
    case 'timeout':
      return `No resolver answered for ${name}`;
    case 'port-unreachable':
      return 'Nothing listens at the resolver Notafter is told to use';
    case 'unreachable':
      return 'There is no route from here to the resolver';
    case 'malformed':
      return 'The resolver answers something that is not DNS';
    case 'no-servers':
      return 'No resolver is configured on this host';
    case 'aborted':
      return `The look at ${name} ended before a resolver answered`;
  }
}

/** One family answered and the other was met with silence: clients wait for it before they go on. */
function oneFamily(dns: DnsFacts, lookup: DnsLookup): readonly Observation[] {
  const family = [
    { type: 'A', answer: lookup.a },
    { type: 'AAAA', answer: lookup.aaaa },
  ].find(({ answer }) => answer.status === 'no-answer' && answer.reason === 'timeout');
  if (family === undefined) return [];
  return [
    {
      severity: 'warning',
      blame: 'unknown',
      title: `The ${family.type} lookup of ${dns.name} is never answered`,
      explanation:
        'One address family resolves and the question for the other is dropped somewhere. Clients that wait for both answers start several seconds late.',
      fix: 'Let the name servers of the zone answer the other type as well, with NOERROR and no records if there are none. Old load balancers and firewalls that drop AAAA questions are the usual cause.',
      evidence: [evidence('resolvers', serversText(lookup)), evidence(family.type, 'no answer: timeout')],
      reproduce: dig(dns.name, family.type, lookup.servers[0]),
    },
  ];
}

function isSilence(answer: DnsAnswer): answer is Silence {
  return answer.status === 'no-answer';
}
