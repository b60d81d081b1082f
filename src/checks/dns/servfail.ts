import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { type DnsFacts, type DnsLookup, dnsProbe } from '../../probes/dns.ts';
import { dnssecProbe } from '../../probes/dnssec.ts';
import { dig } from '../commands/dig.ts';
import {
  extendedErrorText,
  fateOfLookup,
  lookupEvidence,
  rcodeOf,
  serverOf,
} from '../reading/dns/answers.ts';
import { explainsFailure } from '../reading/dns/authority-voices.ts';

export const servfail = defineCheck({
  id: 'dns/servfail',
  severity: 'fatal',
  blame: 'target',
  title: 'The resolver gave up on this name (SERVFAIL)',
  explanation:
    'The resolver tried and got no usable answer from the name servers of the zone, so clients get no address. Usual causes: those name servers are down or unreachable, do not serve the zone they are delegated, or answer nonsense.',
  fix: 'Run dig +trace for the name to see at which name server it ends. Mend that server, or the delegation at the registrar. If the extended error speaks of DNSSEC, mend the DS record or the signatures.',
  citation: 'RFC 8914 §4',
  reads: { dns: dnsProbe },
  mayRead: { authorities: authoritiesProbe, dnssec: dnssecProbe },
  judge({ dns, authorities, dnssec }) {
    // A chain of trust that breaks is why the resolver gives up: `dns/dnssec-bogus` says where.
    if (dns.lookup === null || explainsFailure(authorities) || (dnssec !== null && dnssec.link !== null))
      return [];
    if (fateOfLookup(dns) === 'servfail') return [all(dns, dns.lookup)];
    return dns.addresses.length > 0 ? someTypes(dns, dns.lookup) : [];
  },
});

function all(dns: DnsFacts, lookup: DnsLookup): Observation {
  const why = lookup.extendedErrors[0];
  const type = rcodeOf(lookup.a) === 'SERVFAIL' ? 'A' : 'AAAA';
  return {
    title: `The resolver gave up on ${dns.name} (SERVFAIL${why === undefined ? '' : `, ${extendedErrorText(why)}`})`,
    evidence: lookupEvidence(lookup),
    reproduce: dig(dns.name, type, serverOf(lookup, type === 'A' ? lookup.a : lookup.aaaa), '+dnssec'),
  };
}

/** One address family resolves and the other fails: stub resolvers that want both may fail or wait. */
function someTypes(dns: DnsFacts, lookup: DnsLookup): readonly Observation[] {
  const failing =
    rcodeOf(lookup.a) === 'SERVFAIL' ? 'A' : rcodeOf(lookup.aaaa) === 'SERVFAIL' ? 'AAAA' : null;
  if (failing === null) return [];
  return [
    {
      severity: 'error',
      title: `The ${failing} lookup of ${dns.name} fails (SERVFAIL) while the other family answers`,
      explanation:
        'A client that asks for IPv4 and IPv6 together may treat the failure of one as the failure of both, or retry for seconds before it connects. A name server that cannot answer for a type it has no records of is the usual cause: the right answer is NOERROR without records.',
      evidence: lookupEvidence(lookup),
      reproduce: dig(
        dns.name,
        failing,
        serverOf(lookup, failing === 'A' ? lookup.a : lookup.aaaa),
        '+dnssec',
      ),
    },
  ];
}
