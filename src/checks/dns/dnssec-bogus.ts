import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { answerText, fateOfLookup, lookupEvidence, serverOf } from '../reading/dns-answers.ts';
import { evidence } from '../reading/evidence.ts';

export const dnssecBogus = defineCheck({
  id: 'dns/dnssec-bogus',
  severity: 'fatal',
  blame: 'target',
  title: 'DNSSEC validation fails',
  explanation:
    'The resolver refuses the answer because its DNSSEC signatures do not hold, and gives it as soon as it is told not to validate. Everybody behind a validating resolver loses the name; others still reach it, which is why it may look fine from your desk. Certificate authorities validate too, so renewal is blocked as well.',
  fix: 'Compare the DS record at the registrar with the DNSKEY of the zone, and look for expired RRSIGs (delv or dnsviz shows the broken link). After a change of DNS provider, remove or replace the old DS. Re-sign the zone if signatures have expired.',
  citation: 'RFC 4035 §5.5',
  reads: { dns: dnsProbe },
  judge({ dns }) {
    const { lookup } = dns;
    if (lookup === null || lookup.unvalidated === null || fateOfLookup(dns) !== 'dnssec-bogus') return [];
    const server = serverOf(lookup);
    return [
      {
        title: `DNSSEC validation of ${dns.name} fails`,
        evidence: [
          ...lookupEvidence(lookup),
          evidence('A without validation (CD)', answerText(lookup.unvalidated)),
        ],
        reproduce: `${dig(dns.name, 'A', server, '+dnssec')}; ${dig(dns.name, 'A', server, '+cd')}`,
      },
    ];
  },
});
