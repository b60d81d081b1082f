import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { blameFor, digAt, placeText, voicesOf, zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';

export const nameserverNoTcp = defineCheck({
  id: 'dns/nameserver-no-tcp',
  severity: 'warning',
  blame: 'target',
  title: 'A name server of the zone does not answer over TCP',
  explanation:
    'This name server answers over UDP only, while others of the zone answer over TCP as well. Answers that do not fit into one UDP packet (DNSSEC, long TXT or many addresses) are then lost to clients that it serves, and validation for certificates may fail now and then.',
  fix: 'Let the name server listen on TCP port 53, and open that port in the firewall in front of it: port 53 is two rules, UDP and TCP.',
  citation: 'RFC 7766 §5',
  reads: { authorities: authoritiesProbe },
  judge({ authorities }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const voices = voicesOf(zone);
      // Without one that does, it may be our own firewall that lets UDP out only.
      if (!voices.some(({ said }) => said.tcp === 'answered')) return [];
      const mute = voices.filter(({ said }) => said.tcp === 'refused' || said.tcp === 'silent');
      const [first] = mute;
      if (first === undefined) return [];
      return [
        {
          blame: blameFor(zone),
          title: `${first.server.name}, a name server of ${zone.zone}, does not answer over TCP`,
          evidence: mute
            .slice(0, 8)
            .map((voice) =>
              evidence(
                placeText(voice),
                voice.said.tcp === 'refused' ? 'TCP refused, UDP answers' : 'no reply over TCP, UDP answers',
              ),
            ),
          reproduce: digAt(first.address.at, zone.zone, 'SOA', '+tcp', '+tries=1', '+time=3'),
        },
      ];
    });
  },
});
