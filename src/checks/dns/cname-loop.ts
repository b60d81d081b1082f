import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { fateOfLookup, lookupEvidence, serverOf } from '../reading/dns/answers.ts';

export const cnameLoop = defineCheck({
  id: 'dns/cname-loop',
  severity: 'fatal',
  blame: 'target',
  title: 'The name is an alias that never ends',
  explanation:
    'Following the CNAME records leads in a circle, or through more aliases than resolvers follow. There is no address at the end, so no client can connect.',
  fix: 'Point the last alias to a name that has an A or AAAA record. A name must not be an alias of itself or of one of the names before it.',
  citation: 'RFC 1034 §3.6.2',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    const { lookup } = dns;
    if (lookup === null || fateOfLookup(dns) !== 'cname-loop') return [];
    const names = lookup.aliases.map(({ name }) => name);
    const circle = lookup.aliases.findLast(({ target }) => names.includes(target));
    const title =
      circle === undefined
        ? `${dns.name} passes through ${lookup.aliases.length} aliases and reaches no address`
        : `${dns.name} is an alias that leads back to ${circle.target}`;
    return [
      {
        title,
        evidence: lookupEvidence(lookup),
        reproduce: dig(dns.name, 'CNAME', serverOf(lookup)),
      },
    ];
  },
});
