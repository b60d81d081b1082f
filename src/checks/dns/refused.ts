import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { fateOfLookup, lookupEvidence, rcodeOf, serverOf } from '../reading/dns/answers.ts';

export const dnsRefused = defineCheck({
  id: 'dns/refused',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The resolver refuses to answer Notafter',
  explanation:
    'The resolver Notafter uses answered REFUSED: by its own rules it does not serve this client or this name. The target may be healthy; nothing could be looked at from here.',
  fix: 'Allow the address of this host in the resolver (allow-query or access-control), or point Notafter to another resolver with DNS_SERVERS. An authoritative-only server is no resolver and refuses names it does not hold.',
  citation: 'RFC 1035 §4.1.1',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    const { lookup } = dns;
    if (lookup === null || fateOfLookup(dns) !== 'refused') return [];
    const answer = rcodeOf(lookup.a) === 'REFUSED' ? lookup.a : lookup.aaaa;
    return [
      {
        evidence: lookupEvidence(lookup),
        reproduce: dig(dns.name, 'A', serverOf(lookup, answer)),
      },
    ];
  },
});
