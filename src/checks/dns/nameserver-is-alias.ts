import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import { blameFor, zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';

export const nameserverIsAlias = defineCheck({
  id: 'dns/nameserver-is-alias',
  severity: 'warning',
  blame: 'target',
  title: 'A name server of the zone is named by an alias',
  explanation:
    'An NS record must name a host that has addresses of its own. This one names an alias (CNAME): some resolvers follow it, others treat the server as if it did not exist.',
  fix: 'Put the name at the end of the alias into the NS records of the zone and of the delegation, or give the name server A and AAAA records in place of the CNAME.',
  citation: 'RFC 2181 §10.3',
  reads: { authorities: authoritiesProbe, dns: dnsProbe },
  judge({ authorities, dns }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const aliased = zone.servers.flatMap(({ name, alias }) => (alias === null ? [] : [{ name, alias }]));
      const [first] = aliased;
      if (first === undefined) return [];
      return [
        {
          blame: blameFor(zone),
          title: `${first.name}, a name server of ${zone.zone}, is an alias of ${first.alias}`,
          evidence: aliased.slice(0, 8).map(({ name, alias }) => evidence(name, `alias of ${alias}`)),
          reproduce: dig(first.name, 'A', dns.lookup === null ? undefined : serverOf(dns.lookup)),
        },
      ];
    });
  },
});
