import ipaddr from 'ipaddr.js';
import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import { zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const nameserversOneNetwork = defineCheck({
  id: 'dns/nameservers-one-network',
  severity: 'notice',
  blame: 'target',
  title: 'All name servers of the zone stand in one network',
  explanation:
    'Every name server of the zone has its address in the same small network, or there is only one server. One router, power supply or maintenance window then takes the whole zone away, mail included.',
  fix: 'Add a secondary name server somewhere else: another provider or another site, in a network of its own.',
  citation: 'RFC 2182 §3.1',
  reads: { authorities: authoritiesProbe, dns: dnsProbe },
  judge({ authorities, dns }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const addresses = zone.servers.flatMap(({ resolved }) => resolved);
      const complete = zone.servers.every(({ resolves }) => resolves === 'found') && zone.leftOut === 0;
      const networks = new Set(addresses.map(networkOf));
      // Each family counts for itself: a server with two addresses is still one place.
      const four = [...networks].filter((network) => !network.includes(':')).length;
      const six = networks.size - four;
      if (!zone.own || !complete || addresses.length === 0 || four > 1 || six > 1) return [];
      const single = zone.servers.length === 1;
      return [
        {
          title: single
            ? `${zone.zone} has a single name server`
            : `All ${zone.servers.length} name servers of ${zone.zone} stand in one network`,
          evidence: [
            evidence('name servers', listed(zone.servers.map(({ name }) => name))),
            evidence('network', listed([...networks])),
          ],
          reproduce: dig(zone.zone, 'NS', dns.lookup === null ? undefined : serverOf(dns.lookup)),
        },
      ];
    });
  },
});

/** What is announced to the Internet as one: a /24 or a /48 at the smallest. */
function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? 24 : 48;
  const octets = parsed.toByteArray().map((octet, index) => (index * 8 < bits ? octet : 0));
  return `${ipaddr.fromByteArray(octets).toString()}/${bits}`;
}
