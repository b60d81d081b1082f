import { type DialOptions, type DialOutcome, dial } from './dial.ts';
import type { DnsClient } from './dns/answer.ts';
import type { HostsFile } from './hosts-file.ts';
import type { AddressPolicy, AllowedAddress, RunPolicy } from './policy.ts';

/** Everything that reaches out, put together once per process and passed to the probes. */
export type Network = {
  readonly policy: AddressPolicy;
  readonly dns: DnsClient;
  readonly hosts: HostsFile;
  /** Where authoritative name servers listen: 53, whatever port the resolvers are at. */
  readonly nameserverPort: number;
  dial(to: AllowedAddress, options: DialOptions): Promise<DialOutcome>;
  /** The same for one run, with further networks open to it: it shares all but the policy. */
  within(networks: readonly string[]): RunNetwork;
};

export type RunNetwork = Network & { readonly policy: RunPolicy };

type Parts = Pick<Network, 'policy' | 'dns' | 'hosts'> & Partial<Pick<Network, 'nameserverPort'>>;

export function createNetwork({ nameserverPort = 53, ...parts }: Parts): Network {
  const network: Network = {
    ...parts,
    nameserverPort,
    dial,
    within: (networks) => ({ ...network, policy: network.policy.within(networks) }),
  };
  return network;
}
