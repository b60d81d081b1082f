import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { fateOfLookup, lookupEvidence, serverOf } from '../reading/dns/answers.ts';

export const noAddress = defineCheck({
  id: 'dns/no-address',
  severity: 'fatal',
  blame: 'target',
  title: 'The name exists and has no address',
  explanation:
    'The name is in DNS, but it has neither an A (IPv4) nor an AAAA (IPv6) record, so clients have nowhere to connect to. It may carry other records only, such as MX or TXT, or exist only because names below it do.',
  fix: 'Add an A or AAAA record for exactly this name. If the site lives at another name (often www), use that one or alias this one to it.',
  citation: 'RFC 2308 §2.2',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    if (dns.lookup === null || fateOfLookup(dns) !== 'no-address') return [];
    return [
      {
        title: `${dns.name} exists and has no address`,
        evidence: lookupEvidence(dns.lookup),
        reproduce: dig(dns.name, 'A', serverOf(dns.lookup), '+dnssec'),
      },
    ];
  },
});
