import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { nothingOpen } from '../reading/tcp/total.ts';

export const tcpUnreachable = defineCheck({
  id: 'tcp/unreachable',
  severity: 'fatal',
  blame: 'network-path',
  title: 'There is no way to the address',
  explanation:
    'A router, or this machine itself, reports that it knows no way to the address or that the last hop finds nobody there. The machine is off, its network is withdrawn, or a route is missing.',
  fix: 'Check that the machine is up and has this address, then follow the way with traceroute. A router that answers "administratively prohibited" is a firewall with manners.',
  citation: 'RFC 1122 §3.2.2.1',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    const far = nothingOpen(tcp, tls, 'unreachable', (where) => `There is no way to ${where}`);
    return far.length > 0 ? far : nothingOpen(tcp, tls, 'no-family', ipv6Only).map(withoutIpv6);
  },
});

function ipv6Only(where: string): string {
  return `The target has only IPv6 and this machine has none, so ${where} could not be looked at`;
}

function withoutIpv6(observation: Observation): Observation {
  return {
    ...observation,
    blame: 'our-vantage',
    explanation:
      'All addresses of the target are IPv6, and the machine Notafter runs on has no IPv6 route. This says nothing about the target, except that clients without IPv6 cannot reach it either.',
    fix: 'Give this machine (or its container network) IPv6. For clients without IPv6 the target needs an A record.',
  };
}
