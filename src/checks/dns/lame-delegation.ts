import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { dnsProbe } from '../../probes/dns.ts';
import {
  blameFor,
  deadOf,
  digAt,
  isWhollyBroken,
  lameOf,
  placeText,
  zonesHeard,
} from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';

const allLame =
  'None of the name servers that the zone is delegated to speaks for it: they refuse, have lost their copy, or do not answer. That is what a move to another DNS provider looks like when the delegation at the registrar was left behind, or the old account was closed too early. Resolvers get no answer, so the name is gone for everybody whose cache has run out.';

export const lameDelegation = defineCheck({
  id: 'dns/lame-delegation',
  severity: 'warning',
  blame: 'target',
  title: 'A name server is delegated the zone and does not serve it',
  explanation:
    'The zone names this server as one of its own, but the server does not speak for it: it refuses, has lost its copy, or sends resolvers elsewhere (a lame delegation). Each resolver that tries it loses time and goes on to the next one; when all are lame the name cannot be resolved at all. If anybody else can set up the zone at that provider, they answer in your name.',
  fix: 'Either load the zone on that server (and allow the transfer, if it is a secondary), or take its NS record out of the zone and out of the delegation at the registrar. After a change of DNS provider, remove the old servers at the registrar.',
  citation: 'RFC 1912 §2.8',
  reads: { authorities: authoritiesProbe },
  mayRead: { dns: dnsProbe },
  judge({ authorities, dns }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const lame = lameOf(zone);
      const [first] = lame;
      if (first === undefined) return [];
      const broken = isWhollyBroken(zone);
      // Where the resolver still answers it may be let in where we are not.
      const severity: Severity = broken && dns?.addresses.length === 0 ? 'fatal' : 'warning';
      return [
        {
          severity,
          blame: blameFor(zone),
          title: broken
            ? `No name server of ${zone.zone} serves it: ${first.server.name} ${first.why}`
            : `${first.server.name} is a name server of ${zone.zone} and ${first.why}`,
          ...(broken ? { explanation: allLame } : {}),
          evidence: [
            ...lame.slice(0, 8).map((one) => evidence(placeText(one), one.why)),
            ...deadOf(zone)
              .slice(0, 4)
              .map(({ server, at, why }) => evidence(`${server.name} (${at ?? 'no address'})`, why)),
          ],
          reproduce: digAt(first.address.at, zone.zone, 'SOA'),
        },
      ];
    });
  },
});
