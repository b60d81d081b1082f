import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { LinkTrouble } from '../../core/vantage/reading.ts';
import type { Link } from '../../core/vantage/vantage.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { vantageProbe } from '../../probes/vantage.ts';
import { ipLinks, ipNeighbour, ipRoute } from '../commands/ip.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { referenceEvidence } from '../reading/reference-evidence.ts';
import { connectionTrouble } from '../reading/tcp/connection-trouble.ts';

export const offline = defineCheck({
  id: 'vantage/offline',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The machine Notafter runs on has no connection',
  explanation:
    'No interface of this machine has a signal, or there is no route to the target, or the router does not answer. Nothing left this machine, so nothing was learned about the target: it may be healthy.',
  fix: 'Bring the link up (cable, switch port, Wi-Fi, virtual network of the container), then the address and the default route: ip -brief link, ip -brief address, ip route. In a container look at its network mode; with DHCP renew the lease.',
  citation: 'ip-route(8)',
  reads: { vantage: vantageProbe },
  mayRead: { dns: dnsProbe, tcp: tcpProbe, tls: tlsProbe },
  judge(facts) {
    const trouble = connectionTrouble(facts);
    if (trouble?.kind !== 'offline') return [];
    const { link } = trouble;
    const [first] = facts.dns?.addresses ?? [];
    const told = observationOf(link, first);
    return [{ ...told, evidence: [...told.evidence, ...referenceEvidence(facts.vantage.references)] }];
  },
});

function observationOf(link: LinkTrouble, address: string | undefined): Observation {
  switch (link.kind) {
    case 'no-carrier':
      return {
        title: 'This machine is offline: no network interface is up and has a signal',
        evidence:
          link.links.length === 0
            ? [evidence('interfaces', 'none but loopback')]
            : [evidence('interfaces', listed(link.links.map(linkText)))],
        reproduce: ipLinks(),
      };
    case 'no-route':
      return {
        title: `This machine has no route to ${address ?? 'the Internet'}: there is no default route`,
        evidence: [evidence('default route', 'none, for IPv4 and IPv6')],
        reproduce: ipRoute(address),
      };
    case 'gateway-silent': {
      const { gateway, device } = link.route;
      return {
        title: `The router of this machine, ${gateway ?? 'the gateway'}, does not answer on ${device}`,
        evidence: [
          evidence('default route', `via ${gateway ?? 'none'} dev ${device}`),
          evidence('neighbour entry', `${link.neighbour.ip}: incomplete, nobody answers ARP`),
        ],
        reproduce: ipNeighbour(link.neighbour.ip, device),
      };
    }
  }
}

function linkText({ name, up, carrier, state }: Link): string {
  if (!up) return `${name} is switched off`;
  return `${name} ${carrier === false ? 'has no signal' : state}`;
}
