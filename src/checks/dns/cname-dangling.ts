import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { fateOfLookup, lookupEvidence, rcodeOf, serverOf } from '../reading/dns/answers.ts';

export const cnameDangling = defineCheck({
  id: 'dns/cname-dangling',
  severity: 'fatal',
  blame: 'target',
  title: 'The name is an alias of something that is gone',
  explanation:
    'The CNAME record is there, but the name it points to does not exist or has no address, so no client can connect. If that name belongs to a cloud service anybody can register it and answer in your name: treat it as urgent.',
  fix: 'Create the resource the alias points to again, point the alias to the one in use now, or delete the alias.',
  citation: 'RFC 1034 §3.6.2',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    const { lookup } = dns;
    const end = lookup?.aliases.at(-1)?.target;
    if (lookup === null || end === undefined || fateOfLookup(dns) !== 'cname-dangling') return [];
    const gone = [lookup.a, lookup.aaaa].map(rcodeOf).includes('NXDOMAIN');
    return [
      {
        title: `${dns.name} is an alias of ${end}, which ${gone ? 'does not exist' : 'has no address'}`,
        evidence: lookupEvidence(lookup),
        reproduce: dig(end, 'A', serverOf(lookup), '+dnssec'),
      },
    ];
  },
});
