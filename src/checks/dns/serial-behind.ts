import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { stragglersOf } from '../reading/dns/authority-differences.ts';
import { blameFor, digAt, serialEvidence, voicesOf, zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';
import { lengthText } from '../reading/time-words.ts';

/** No secondary may lag longer than its own refresh interval; zones that say less than this get at least an hour. */
const shortestPatienceMs = 3_600_000;

export const serialBehind = defineCheck({
  id: 'dns/serial-behind',
  severity: 'notice',
  blame: 'target',
  title: 'A name server has an older copy of the zone than the others',
  explanation:
    'The serial number in the SOA record of this name server is lower than that of another with the same primary. For minutes after a change that is normal. If it stays so, the server no longer receives the zone: it keeps answering with old data, and stops altogether when its copy expires.',
  fix: 'Look again in a few minutes. If it is still behind, read its log for refused or failing zone transfers: allow-transfer and TSIG keys at the primary, the address of the primary at the secondary, TCP port 53 between them.',
  citation: 'RFC 1034 §4.3.5',
  reads: { authorities: authoritiesProbe },
  judge({ authorities }, { now }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const voices = voicesOf(zone);
      const found = stragglersOf(voices);
      const [first] = found?.behind ?? [];
      if (found === null || first === undefined) return [];
      const { newest } = found;
      const since = first.said.again?.behindSince ?? null;
      const lateMs = since === null ? 0 : now.getTime() - since.getTime();
      const patienceMs = Math.max(shortestPatienceMs, (newest.said.soa.refresh ?? 0) * 1000);
      return [
        {
          severity: lateMs > patienceMs ? 'warning' : 'notice',
          blame: blameFor(zone),
          title: `${first.server.name} has serial ${first.said.soa.serial} of ${zone.zone}, others ${newest.said.soa.serial}`,
          evidence: [
            ...serialEvidence(voices),
            ...(since === null ? [] : [evidence('seen behind for', lengthText(lateMs))]),
          ],
          reproduce: `${digAt(newest.address.at, zone.zone, 'SOA', '+short')}; ${digAt(first.address.at, zone.zone, 'SOA', '+short')}`,
        },
      ];
    });
  },
});
