import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { fateOfLookup, truncatedTries } from '../reading/dns/answers.ts';
import { evidence } from '../reading/evidence.ts';

export const tcpBlocked = defineCheck({
  id: 'dns/tcp-blocked',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The answer needs TCP, and the resolver does not answer over TCP',
  explanation:
    'The resolver answered over UDP that the whole answer does not fit and has to be fetched over TCP, and then TCP port 53 of the same resolver could not be used. The name is fine; the way from this host to its resolver is not, and every long answer is lost on it.',
  fix: 'Open TCP port 53 to the resolver as well as UDP, in the firewall of this host and on the way. If the resolver itself does not listen on TCP, mend it or point Notafter to another one with DNS_SERVERS.',
  citation: 'RFC 7766 §5',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    if (dns.lookup === null || fateOfLookup(dns) !== 'tcp-blocked') return [];
    const tries = truncatedTries(dns.lookup);
    return [
      {
        title: `The answer for ${dns.name} needs TCP, and the resolver does not answer over TCP`,
        evidence: tries
          .slice(0, 6)
          .map(({ server, reason }) => evidence(server, `truncated over UDP; TCP ${reason}`)),
        reproduce: dig(dns.name, 'A', tries[0]?.server, '+tcp', '+tries=1', '+time=3'),
      },
    ];
  },
});
