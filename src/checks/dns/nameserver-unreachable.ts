import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import {
  blameFor,
  type Dead,
  deadOf,
  digAt,
  isWhollyBroken,
  lameOf,
  zonesHeard,
} from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';

export const nameserverUnreachable = defineCheck({
  id: 'dns/nameserver-unreachable',
  severity: 'warning',
  blame: 'target',
  title: 'A name server of the zone does not answer',
  explanation:
    'The zone names this server as one of its own, and it did not answer repeated questions while other name servers did. Resolvers that try it wait for seconds before they go on to the next one: the site looks slow at random. When the last one falls silent the name is gone.',
  fix: 'Start the name server again or open UDP and TCP port 53 to it. If it is gone for good, take its NS record out of the zone and out of the delegation at the registrar. A name server whose own name has no address needs one, and glue at the registrar if its name lies in the zone.',
  citation: 'RFC 2182 §5',
  reads: { authorities: authoritiesProbe },
  mayRead: { dns: dnsProbe },
  judge({ authorities, dns }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const dead = deadOf(zone);
      const [first] = dead;
      if (first === undefined) return [];
      const broken = isWhollyBroken(zone) && lameOf(zone).length === 0;
      const severity: Severity = broken && dns?.addresses.length === 0 ? 'fatal' : 'warning';
      const rest = dead.length > 1 ? `, nor do ${dead.length - 1} more` : '';
      const nameless = first.at === null;
      const lookup = dns?.lookup ?? null;
      return [
        {
          severity,
          blame: blameFor(zone),
          title: broken
            ? `No name server of ${zone.zone} answers`
            : nameless
              ? `${first.server.name}, a name server of ${zone.zone}, has no address`
              : `${first.server.name}, a name server of ${zone.zone}, does not answer${rest}`,
          ...(broken ? { explanation: allDead } : {}),
          evidence: dead.slice(0, 8).map(evidenceOf),
          reproduce:
            first.at === null
              ? dig(first.server.name, 'A', lookup === null ? undefined : serverOf(lookup))
              : digAt(first.at, zone.zone, 'SOA', '+tries=1', '+time=3'),
        },
      ];
    });
  },
});

const allDead =
  'None of the name servers of the zone answered repeated questions, while those of the zone above did. Resolvers that still have the records in their cache go on for a while; for everybody else the name is gone, mail included.';

function evidenceOf({ server, at, why }: Dead) {
  return evidence(at === null ? server.name : `${server.name} (${at})`, why);
}
