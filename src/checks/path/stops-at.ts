import { defineCheck } from '../../core/check.ts';
import { pathProbe } from '../../probes/path.ts';
import { addressOf } from '../commands/place.ts';
import { mtrReport, tracepath } from '../commands/trace.ts';
import { addressEvidence } from '../reading/evidence.ts';
import { bestTrace, traceEvidence } from '../reading/tcp/way.ts';

export const stopsAt = defineCheck({
  id: 'path/stops-at',
  severity: 'warning',
  blame: 'network-path',
  title: 'The way to the target ends at a router',
  explanation:
    'Packets to the target are answered by routers up to this one and by nobody beyond it. The packets are dropped there or at the next hop, which may be the firewall of the target itself or the target, switched off. Routers that never answer exist as well, so the place is right to within a hop or two.',
  fix: 'Ask whoever runs the last router that answers, and the one after it: a lookup of its address (whois) names the network. In a network of your own look at its routes, its access lists and the firewall behind it; in a cloud at security groups, network ACLs and the route table of the subnet.',
  citation: 'RFC 1812 §5.3.1',
  reads: { path: pathProbe },
  judge({ path }) {
    return path.looks.flatMap((look) => {
      const trace = look.why === 'no-connection' ? bestTrace(look) : null;
      const last = trace?.hops.at(-1);
      if (trace === null || last === undefined || last.address === null || trace.reached) return [];
      const said = last.refusal === null ? 'beyond it nobody answers' : `it says ${last.refusal}`;
      return [
        {
          title: `The way to ${look.address.ip} ends at hop ${last.distance} (${last.address}): ${said}`,
          evidence: [addressEvidence([addressOf(look.address)]), ...traceEvidence(trace)],
          reproduce: trace.program === 'mtr' ? mtrReport(look.address) : tracepath(look.address),
        },
      ];
    });
  },
});
