import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import { msText } from '../../core/text/time-text.ts';
import type { RoundTrips } from '../../net/path/round-trips.ts';
import { pathProbe } from '../../probes/path.ts';
import { addressOf } from '../commands/place.ts';
import { curlConnectTimes } from '../commands/trace.ts';
import { addressEvidence, evidence } from '../reading/evidence.ts';
import { bestTrace, traceEvidence } from '../reading/tcp/way.ts';

export const pathLoss = defineCheck({
  id: 'path/loss',
  severity: 'warning',
  blame: 'network-path',
  title: 'Packets to the target get lost',
  explanation:
    'Of several attempts to connect, some got through only after the first packet was sent a second time, a second later, or not at all. Clients see pauses of one, three or seven seconds that come and go. A link or firewall on the way is overloaded or broken, or the server drops new connections because its accept queue is full.',
  fix: 'Run mtr towards the target for some minutes and look where the loss begins and stays. On the server look at nstat -az TcpExtListenDrops (a full accept queue: raise somaxconn and the backlog) and at ethtool -S for errors of the interface.',
  citation: 'RFC 6298 §5',
  reads: { path: pathProbe },
  judge({ path }) {
    return path.looks.flatMap(({ address, trips, traces }) => {
      if (trips === null || trips.lost === 0) return [];
      const trace = bestTrace({ traces });
      return [
        {
          severity: severityOf(trips),
          title: `${trips.lost} of ${trips.tries} connections to ${address.ip} lost their first packet`,
          evidence: [
            addressEvidence([addressOf(address)]),
            evidence('connected after', trips.connectedMs.map(msText).join(', ')),
            ...(trace === null ? [] : traceEvidence(trace)),
          ],
          reproduce: curlConnectTimes(address),
        },
      ];
    });
  },
});

/** One of eight happens on a sound network as well. */
function severityOf({ lost, tries }: RoundTrips): Severity {
  if (lost === 1) return 'notice';
  return lost * 2 >= tries ? 'error' : 'warning';
}
