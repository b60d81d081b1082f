import { type NameServer, type NameServers, resolverOf, startNameServers } from './start.ts';
import type { Zone } from './zone.ts';

export const host = 'api.example.test';
export const apex = 'example.test';

/** The parent, "test", on one address, the children on four others; each in a network of its own. */
export const parentAddress = '127.0.40.53';
const resolverAddress = '127.0.41.53';
export const childAddresses = ['127.0.51.1', '127.0.52.1', '127.0.53.1', '127.0.54.1'] as const;
export const childNames = childAddresses.map((_address, index) => `ns${index + 1}.${apex}`);

/** `example.test` without a fault: four name servers in four networks, one address for the host. */
export function exampleZone(changes: Partial<Zone> = {}): Zone {
  const hosts = Object.fromEntries(
    childNames.map((name, index) => [name, { A: [childAddresses[index] ?? ''] }]),
  );
  return {
    apex,
    ns: childNames,
    serial: 2026112701,
    ...changes,
    records: { ...hosts, [host]: { A: ['127.0.0.1'] }, ...changes.records },
  };
}

export function parentZone(changes: Partial<Zone> = {}): Zone {
  const glue = Object.fromEntries(childNames.map((name, index) => [name, [childAddresses[index] ?? '']]));
  return {
    apex: 'test',
    ns: ['a.nic.test'],
    delegations: { [apex]: { ns: childNames, glue } },
    ...changes,
    records: { 'a.nic.test': { A: [parentAddress] }, ...changes.records },
  };
}

export type ExampleInternet = NameServers & { readonly resolver: string };

export type ExampleSettings = {
  /** What the zone is meant to be: what the resolver says, and sound servers. */
  readonly zone?: Zone;
  readonly parent?: Zone;
  /** Zones elsewhere, known to the resolver. */
  readonly others?: readonly Zone[];
  /** By index; sound ones unless given. */
  readonly children?: readonly NameServer[];
  readonly parentServer?: NameServer;
  readonly resolver?: NameServer;
};

/** A resolver, a parent and four children at one port; any of them as bad as it is told to be. */
export async function startExampleInternet(settings: ExampleSettings = {}): Promise<ExampleInternet> {
  const { zone = exampleZone(), parent = parentZone(), others = [], children = [] } = settings;
  const servers: Record<string, NameServer> = {
    [resolverAddress]: settings.resolver ?? { manner: resolverOf([zone, parent, ...others]) },
    [parentAddress]: { zones: [parent], ...settings.parentServer },
  };
  for (const [index, address] of childAddresses.entries()) {
    servers[address] = { zones: [zone], ...children[index] };
  }
  const started = await startNameServers(servers);
  return { ...started, resolver: `${resolverAddress}:${started.port}` };
}
