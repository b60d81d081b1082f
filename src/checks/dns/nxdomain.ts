import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { fateOfLookup, lookupEvidence, rcodeOf, serverOf } from '../reading/dns/answers.ts';

export const nxdomain = defineCheck({
  id: 'dns/nxdomain',
  severity: 'fatal',
  blame: 'target',
  title: 'The name does not exist in DNS',
  explanation:
    'DNS says with authority that there is no such name (NXDOMAIN), so no client can find an address. Either the name is misspelt, the record was never created or was deleted, or the domain itself has lapsed.',
  fix: 'Check the spelling first. Then create an A or AAAA record (or a CNAME) for the name in its zone, and look at the registration of the domain: whois shows whether it has expired.',
  citation: 'RFC 2308 §2.1',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    if (dns.lookup === null || fateOfLookup(dns) !== 'nxdomain') return [];
    const { lookup } = dns;
    const type = rcodeOf(lookup.a) === 'NXDOMAIN' ? 'A' : 'AAAA';
    const server = serverOf(lookup, type === 'A' ? lookup.a : lookup.aaaa);
    return [
      {
        title: `${dns.name} does not exist in DNS`,
        evidence: lookupEvidence(lookup),
        reproduce: dig(dns.name, type, server, '+dnssec'),
      },
    ];
  },
});
