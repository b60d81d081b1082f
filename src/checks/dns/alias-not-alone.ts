import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { type DnsLookup, dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import { digAt, voicesOf } from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';

export const aliasNotAlone = defineCheck({
  id: 'dns/alias-not-alone',
  severity: 'warning',
  blame: 'target',
  title: 'The name is an alias and something else as well',
  explanation:
    'A name with a CNAME record must have no other record, and no second CNAME. Here it has: which of them a client gets depends on the resolver and on what it has cached. At the top of a zone, where SOA and NS have to stand, a CNAME makes mail and delegation fail at random.',
  fix: 'Keep either the CNAME or the other records. At the top of a zone use A and AAAA records, or what the DNS provider offers in place of a CNAME (ALIAS, ANAME, flattening).',
  citation: 'RFC 1034 §3.6.2',
  reads: { dns: dnsProbe },
  mayRead: { authorities: authoritiesProbe },
  judge({ dns, authorities }) {
    const { lookup, name } = dns;
    if (lookup === null) return [];
    for (const zone of authorities?.zones ?? []) {
      const voice = voicesOf(zone).find(
        ({ said }) => said.a?.notAlone === true || said.aaaa?.notAlone === true,
      );
      const atApex = voicesOf(zone).find(
        ({ said }) =>
          zone.asked === zone.zone &&
          // Load balancers that are delegated a name alone know no more of a zone.
          said.soa.serial !== null &&
          [said.a, said.aaaa].some((one) => (one?.aliases.length ?? 0) > 0),
      );
      const shown = voice ?? atApex;
      if (shown === undefined) continue;
      return [
        {
          title:
            voice === undefined
              ? `${zone.asked} is the top of a zone and an alias at once`
              : `${zone.asked} is an alias and has other records beside it`,
          evidence: [
            evidence(
              shown.server.name,
              `alias of ${(shown.said.a?.aliases ?? shown.said.aaaa?.aliases ?? []).join(', ')}`,
            ),
            evidence(
              'addresses',
              [...(shown.said.a?.data ?? []), ...(shown.said.aaaa?.data ?? [])].join(', '),
            ),
          ],
          reproduce: digAt(shown.address.at, zone.asked, 'A'),
        },
      ];
    }
    const mixed = mixedIn(name, lookup);
    if (mixed === null) return [];
    return [
      {
        title: `${name} is an alias and has other records beside it`,
        evidence: [evidence('records', mixed)],
        reproduce: dig(name, 'A', serverOf(lookup)),
      },
    ];
  },
});

/** What the resolver's own answer shows of it, in one line. */
function mixedIn(name: string, { a, aaaa }: DnsLookup): string | null {
  for (const answer of [a, aaaa]) {
    if (answer.status !== 'answered') continue;
    const own = answer.records.filter((record) => record.name === name && record.type !== 'RRSIG');
    const told = [...new Set(own.map(({ type, data }) => `${type} ${data}`))];
    if (told.length > 1 && told.some((text) => text.startsWith('CNAME '))) return told.slice(0, 6).join(', ');
  }
  return null;
}
