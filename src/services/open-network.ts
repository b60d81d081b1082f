import type { Config } from '../config.ts';
import { createDnsClient } from '../net/dns/client.ts';
import { parseDnsServers, systemDnsServers } from '../net/dns/servers.ts';
import { openHostsFile } from '../net/hosts-file.ts';
import { createNetwork, type Network } from '../net/network.ts';
import { parseNetworks, parsePorts } from '../net/networks.ts';
import { type AddressPolicy, createAddressPolicy, defaultDeniedPorts } from '../net/policy.ts';

/** What everybody may reach. UserError where a setting cannot be read. */
export function openPolicy({
  allowedNetworks,
  deniedPorts,
}: Pick<Config, 'allowedNetworks' | 'deniedPorts'>): AddressPolicy {
  return createAddressPolicy({
    allowedNetworks: parseNetworks(allowedNetworks),
    deniedPorts: deniedPorts === '' ? defaultDeniedPorts : parsePorts(deniedPorts),
  });
}

export function openNetwork(config: Config): Network {
  const servers = config.dnsServers === '' ? systemDnsServers() : parseDnsServers(config.dnsServers);
  return createNetwork({
    policy: openPolicy(config),
    dns: createDnsClient({ servers }),
    hosts: openHostsFile(config.hostsFile),
  });
}
