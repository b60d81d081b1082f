import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns-answers.ts';
import { evidence } from '../reading/evidence.ts';
import { lengthText } from '../reading/time-words.ts';

const weekSeconds = 604_800;

export const ttlExtreme = defineCheck({
  id: 'dns/ttl-extreme',
  severity: 'notice',
  blame: 'target',
  title: 'The lifetime (TTL) of the address record is extreme',
  explanation:
    'A TTL of 0 makes every client ask anew for every connection: slow, and the site goes down with its name servers at once. A TTL of more than a week keeps clients on an old address long after a move; resolvers cut it to a week anyway.',
  fix: 'Use between 300 and 86400 seconds. Lower it a day before a planned move and raise it afterwards.',
  citation: 'RFC 8767 §4',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    const ttl = dns.lookup?.ttl ?? null;
    if (dns.lookup === null || ttl === null || (ttl > 0 && ttl <= weekSeconds)) return [];
    return [
      {
        title:
          ttl === 0
            ? `The address of ${dns.name} may not be cached (TTL 0)`
            : `The address of ${dns.name} is cached for ${lengthText(ttl * 1000)}`,
        evidence: [evidence('TTL', `${ttl} seconds`)],
        reproduce: dig(dns.name, 'A', serverOf(dns.lookup), '+noall', '+answer'),
      },
    ];
  },
});
