import { createDnsClient } from '../../src/net/dns/client.ts';
import { openHostsFile } from '../../src/net/hosts-file.ts';
import { createNetwork, type Network } from '../../src/net/network.ts';
import { type AllowedAddress, createAddressPolicy, defaultDeniedPorts } from '../../src/net/policy.ts';

/** What tests may reach: this machine. */
export const loopbackNetworks = ['127.0.0.0/8', '::1/128'] as const;

export type LoopbackSettings = {
  /** Resolvers as `ip:port`; none unless given. */
  readonly dnsServers?: readonly string[];
  readonly allowedNetworks?: readonly string[];
  /** A path; a file that does not exist unless given. */
  readonly hostsFile?: string;
  /** Where the authoritative servers of a test listen, each on an address of its own; 53 unless given. */
  readonly nameserverPort?: number;
};

/** A network as the bot has it, that reaches loopback only. */
export function loopbackNetwork({
  dnsServers = [],
  allowedNetworks = loopbackNetworks,
  hostsFile = '/nonexistent/hosts',
  nameserverPort = 53,
}: LoopbackSettings = {}): Network {
  return createNetwork({
    policy: createAddressPolicy({ allowedNetworks, deniedPorts: defaultDeniedPorts }),
    dns: createDnsClient({ servers: dnsServers }),
    hosts: openHostsFile(hostsFile),
    nameserverPort,
  });
}

/** The address of a server of the farm as the policy hands it out. */
export function allowedAddress(server: { readonly address: string; readonly port: number }): AllowedAddress {
  const verdict = loopbackNetwork().policy.judge(server.address, server.port);
  if (!verdict.allowed) throw new Error(`${server.address} is not for tests: ${verdict.rule}`);
  return verdict.address;
}

/** A signal that never fires. */
export function noSignal(): AbortSignal {
  return new AbortController().signal;
}
