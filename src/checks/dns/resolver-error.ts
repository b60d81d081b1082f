import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { fateOfLookup, lookupEvidence, rcodeOf, serverOf } from '../reading/dns/answers.ts';

export const resolverError = defineCheck({
  id: 'dns/resolver-error',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The resolver answered with an error of its own',
  explanation:
    'The answer is neither an address nor a plain "does not exist": the resolver could not read the question or does not implement it. Old resolvers and middleboxes do this to questions with EDNS.',
  fix: 'Try the lookup at another resolver; if that one answers, point Notafter to it with DNS_SERVERS and update the old one.',
  citation: 'RFC 1035 §4.1.1',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    const { lookup } = dns;
    if (lookup === null || fateOfLookup(dns) !== 'resolver-error') return [];
    const rcode = [lookup.a, lookup.aaaa].map(rcodeOf).find((code) => code !== 'NOERROR') ?? 'an error';
    return [
      {
        title: `The resolver answered ${rcode}`,
        evidence: lookupEvidence(lookup),
        reproduce: dig(dns.name, 'A', serverOf(lookup), '+dnssec'),
      },
    ];
  },
});
