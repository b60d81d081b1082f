import { defineCheck } from '../../core/check.ts';
import { shellWord } from '../../core/text/shell.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const hostsFile = defineCheck({
  id: 'dns/hosts-file',
  severity: 'notice',
  blame: 'our-vantage',
  title: 'The address comes from the hosts file of this machine',
  explanation:
    'The name is listed in the hosts file of the machine Notafter runs on, so DNS was not asked. Other clients ask DNS and may be sent somewhere else: what follows is about the address in the file.',
  fix: 'If that is not intended, remove the line from the hosts file; the next look uses DNS.',
  citation: 'hosts(5)',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    if (dns.source !== 'hosts-file') return [];
    const path = dns.hostsFile ?? 'the hosts file';
    return [
      {
        title: `The address of ${dns.name} comes from ${path}, not from DNS`,
        evidence: [evidence('file', path), evidence('addresses', listed(dns.addresses))],
        reproduce:
          dns.hostsFile === null ? null : `grep -n ${shellWord(dns.name)} ${shellWord(dns.hostsFile)}`,
      },
    ];
  },
});
