import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { blameFor, digAt, placeText, voicesOf, zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';

export const nameserverEdns = defineCheck({
  id: 'dns/nameserver-edns',
  severity: 'warning',
  blame: 'target',
  title: 'A name server of the zone cannot cope with EDNS',
  explanation:
    'Every resolver of the last twenty years sends EDNS with its questions, and this name server (or a firewall in front of it) drops or refuses them. Since 2019 large resolvers no longer try again without it, so to their users a server that drops such questions is down.',
  fix: 'Update the name server software, or the firewall that inspects DNS: a server that does not know EDNS has to answer FORMERR, and one that does has to answer. Check it again with dig +edns=0.',
  citation: 'RFC 6891 §7',
  reads: { authorities: authoritiesProbe },
  judge({ authorities }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const bad = voicesOf(zone).filter(({ said }) => said.edns !== 'fine');
      const dropping = bad.filter(({ said }) => said.edns === 'dropped');
      const first = dropping[0] ?? bad[0];
      if (first === undefined) return [];
      const drops = dropping.length > 0;
      return [
        {
          // FORMERR is what RFC 6891 tells a server without EDNS to say: old, and every resolver copes.
          severity: drops ? 'warning' : 'notice',
          blame: blameFor(zone),
          title: drops
            ? `${first.server.name} drops questions that carry EDNS`
            : `${first.server.name} does not know EDNS`,
          evidence: bad
            .slice(0, 8)
            .map((voice) =>
              evidence(
                placeText(voice),
                voice.said.edns === 'dropped'
                  ? 'no reply with EDNS, a reply without'
                  : 'an error with EDNS, an answer without',
              ),
            ),
          reproduce: digAt(first.address.at, zone.zone, 'SOA', '+edns=0', '+tries=1', '+time=3'),
        },
      ];
    });
  },
});
