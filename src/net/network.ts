import { type DialOptions, type DialOutcome, dial } from './dial.ts';
import type { DnsClient } from './dns/answer.ts';
import type { HostsFile } from './hosts-file.ts';
import type { AddressPolicy, AllowedAddress } from './policy.ts';

/** Everything that reaches out, put together once per process and passed to the probes. */
export type Network = {
  readonly policy: AddressPolicy;
  readonly dns: DnsClient;
  readonly hosts: HostsFile;
  dial(to: AllowedAddress, options: DialOptions): Promise<DialOutcome>;
};

export function createNetwork(parts: Pick<Network, 'policy' | 'dns' | 'hosts'>): Network {
  return { ...parts, dial };
}
