import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { type DnsFacts, dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import { digAt, voicesOf, zonesHeard } from '../reading/dns/authority-voices.ts';
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
  mayRead: { authorities: authoritiesProbe },
  judge({ dns, authorities }) {
    if (dns.lookup === null) return [];
    const told = zonesHeard(authorities)
      .flatMap(voicesOf)
      .flatMap(({ address, said }) =>
        [said.a?.ttl, said.aaaa?.ttl].flatMap((ttl) => (ttl == null ? [] : [{ ttl, at: address.at }])),
      );
    // A resolver counts the TTL down: what the zone itself says is the whole of it, where that was heard.
    const whole = told.find(({ ttl }) => isExtreme(ttl));
    const rest = resolverTtl(dns);
    const ttl = told.length > 0 ? (whole?.ttl ?? null) : rest;
    if (ttl === null || !isExtreme(ttl)) return [];
    const asked = dns.lookup.aliases.at(-1)?.target ?? dns.name;
    const flags = ['+noall', '+answer'];
    return [
      {
        title:
          ttl === 0
            ? `The address of ${dns.name} may not be cached (TTL 0)`
            : `The address of ${dns.name} is cached for ${lengthText(ttl * 1000)}`,
        evidence: [
          evidence('TTL', `${ttl} seconds`),
          ...(whole === undefined ? [] : [evidence('said by', whole.at)]),
        ],
        reproduce:
          whole === undefined
            ? dig(dns.name, 'A', serverOf(dns.lookup), ...flags)
            : digAt(whole.at, asked, 'A', ...flags),
      },
    ];
  },
});

/** The shortest on the way from the name to its addresses; aliases count as much. */
function resolverTtl({ lookup }: DnsFacts): number | null {
  const ttls = [
    ...(lookup?.aliases.map(({ ttl }) => ttl) ?? []),
    ...(lookup?.ttl == null ? [] : [lookup.ttl]),
  ];
  return lookup?.ttl == null ? null : (ttls.find(isExtreme) ?? lookup.ttl);
}

function isExtreme(ttl: number): boolean {
  return ttl === 0 || ttl > weekSeconds;
}
