import { defineCheck } from '../../core/check.ts';
import { msText } from '../../core/text/time-text.ts';
import { pathProbe } from '../../probes/path.ts';
import { addressOf } from '../commands/place.ts';
import { curlConnectTimes } from '../commands/trace.ts';
import { addressEvidence, evidence } from '../reading/evidence.ts';

/** Two points of the earth are at most some 300 ms apart over land and sea; beyond a second people give up. */
const farMs = 300;
const slowMs = 1000;

export const tcpSlow = defineCheck({
  id: 'tcp/slow',
  severity: 'warning',
  blame: 'network-path',
  title: 'Every round trip to the target takes long',
  explanation:
    'Connecting takes this long each time, without a packet being lost. TLS needs one or two more round trips and each request another, so a page takes several times as long. A satellite link, a detour over another continent or a queue that is always full do this; so does a server that is too busy to accept.',
  fix: 'Look with mtr where the time is spent: one large step is a long link or a detour, a slow last hop the server itself. Serve from nearer by (a CDN or another region), or have the carrier look at the route.',
  citation: 'RFC 6298 §2',
  reads: { path: pathProbe },
  judge({ path }) {
    return path.looks.flatMap(({ address, trips }) => {
      const medianMs = trips?.medianMs ?? null;
      if (trips === null || medianMs === null || medianMs < farMs) return [];
      return [
        {
          ...(medianMs < slowMs ? { severity: 'notice' } : {}),
          title: `A round trip to ${address.ip} takes ${msText(medianMs)}`,
          evidence: [
            addressEvidence([addressOf(address)]),
            evidence('connected after', trips.connectedMs.map(msText).join(', ')),
          ],
          reproduce: curlConnectTimes(address),
        },
      ];
    });
  },
});
