import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import { evidence } from '../reading/evidence.ts';
import { insideRange } from '../reading/inside-range.ts';

export const privateAddress = defineCheck({
  id: 'dns/private-address',
  severity: 'notice',
  blame: 'target',
  title: 'The name has a private address',
  explanation:
    "DNS gives an address that leads somewhere only inside its own network. Clients elsewhere reach nothing, or somebody else's machine with the same number. That is fine for an internal service and a mistake for a public one.",
  fix: 'For a public service publish its public address. For an internal one keep the record in an internal zone (split DNS).',
  citation: 'RFC 1918 §3',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    if (dns.lookup === null) return [];
    const found = dns.addresses.flatMap((address) => {
      const range = insideRange(address);
      return range === null ? [] : [{ address, range }];
    });
    const first = found[0];
    if (first === undefined) return [];
    const mixed = found.length < dns.addresses.length;
    return [
      {
        // Clients take either address: outside, every private one is a failed attempt.
        severity: mixed ? 'warning' : 'notice',
        title: mixed
          ? `${dns.name} mixes public addresses with ${first.address}, which is private`
          : `${dns.name} has the private address ${first.address}`,
        evidence: found.slice(0, 8).map(({ address, range }) => evidence(address, range)),
        reproduce: dig(dns.name, first.address.includes(':') ? 'AAAA' : 'A', serverOf(dns.lookup), '+short'),
      },
    ];
  },
});
