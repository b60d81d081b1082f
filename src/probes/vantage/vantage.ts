import type {
  MachineFacts,
  ReferenceFacts,
  ReferenceLook,
  ResolverLook,
} from '../../core/vantage/vantage.ts';
import { type KernelTrees, kernelTrees } from '../../net/machine/kernel-file.ts';
import { readMachine } from '../../net/machine/read-machine.ts';
import { resolveAllowed } from '../../net/resolve.ts';
import { isLocalAddress } from '../../net/special-ranges.ts';
import { askReference, type VantageWorld } from './ask-reference.ts';
import { askResolver } from './ask-resolver.ts';
import type { ReferenceHost } from './reference-hosts.ts';
import { createSharedLook, type Patience, type SharedLook } from './shared-look.ts';

/** What one process knows of its own connection: looks that all diagnoses share. */
export type Vantage = {
  /** False: REFERENCE_HOSTS is off. */
  readonly hasReferences: boolean;
  /** Whether some are beyond one's own networks. */
  readonly hasFarReferences: boolean;
  /** Link, routes and neighbours, from files of the kernel. */
  readonly machine: Pick<SharedLook<MachineFacts>, 'take'>;
  /** Every reference host. */
  readonly references: SharedLook<ReferenceLook>;
  /** The same, and the last of them waited for: for who wants to see it all. */
  readonly everyReference: Pick<SharedLook<ReferenceLook>, 'take'>;
  /** Those of one's own networks, by address: all that may be asked over a target that is not of the Internet. */
  readonly localReferences: Pick<SharedLook<ReferenceLook>, 'take'>;
  /** Our resolvers, asked for the names of the reference hosts. */
  readonly resolver: SharedLook<ResolverLook>;
};

export type VantageSettings = VantageWorld & {
  readonly hosts: readonly ReferenceHost[];
  readonly trees?: KernelTrees;
  /** Monotonic milliseconds. */
  readonly stopwatch: () => number;
};

const keptMs = 30_000;
/** A failing dial changes what ARP knows, and files cost a few milliseconds. */
const machineKeptMs = 1000;

export function createVantage({ hosts, trees = kernelTrees, stopwatch, ...world }: VantageSettings): Vantage {
  const keeping = { keptMs, stopwatch };
  const localHosts = hosts.filter(({ ip }) => ip !== null && isLocalAddress(ip));
  const asking = (some: readonly ReferenceHost[], enough: number) => (patience: Patience) =>
    askHosts(some, world, patience, enough);
  return {
    hasReferences: hosts.length > 0,
    hasFarReferences: localHosts.length < hosts.length,
    machine: createSharedLook(() => readMachine(trees), { keptMs: machineKeptMs, stopwatch }),
    references: createSharedLook(asking(hosts, enoughHosts), keeping),
    everyReference: createSharedLook(asking(hosts, Number.POSITIVE_INFINITY), keeping),
    localReferences: createSharedLook(asking(localHosts, enoughHosts), keeping),
    resolver: createSharedLook((patience) => askResolver(hosts, world.network, patience), keeping),
  };
}

/** Two that tell everything are what a judgement takes. */
const enoughHosts = 2;
/** Those that are nearly there: IPv6 without a router is silent for a second. */
const graceMs = 50;

async function askHosts(
  hosts: readonly ReferenceHost[],
  world: VantageWorld,
  { patienceMs, signal }: Patience,
  enough: number,
): Promise<ReferenceLook> {
  const ended = new AbortController();
  const full = new Set<string>();
  let grace: NodeJS.Timeout | undefined;
  // A server that drips must not hold anything up: what is not there by then is not waited for.
  const over = AbortSignal.any([signal, ended.signal, AbortSignal.timeout(patienceMs)]);
  try {
    const asked = await Promise.all(
      hosts.map(async (host) => {
        const one = await askOne(host, world, { patienceMs, signal: over });
        if (one.facts !== null && one.facts.issuer !== null && one.facts.clock !== null) full.add(one.host);
        if (full.size >= enough) grace ??= setTimeout(() => ended.abort(), graceMs);
        return one;
      }),
    );
    return {
      references: asked.flatMap(({ facts }) => (facts === null ? [] : [facts])),
      notAsked: asked.flatMap(({ host, because }) => (because === null ? [] : [{ host, because }])),
    };
  } finally {
    clearTimeout(grace);
  }
}

type Asked = {
  readonly host: string;
  readonly facts: ReferenceFacts | null;
  readonly because: string | null;
};

async function askOne(reference: ReferenceHost, world: VantageWorld, patience: Patience): Promise<Asked> {
  const begun = performance.now();
  const { host, ip, port } = reference;
  const resolution = await resolveAllowed({ host: ip ?? host, port }, world.network, {
    signal: patience.signal,
    timeoutMs: patience.patienceMs,
  });
  if (!resolution.resolved) return { host, facts: null, because: resolution.message };
  const left = { ...patience, patienceMs: Math.max(1, patience.patienceMs - (performance.now() - begun)) };
  return { host, facts: await askReference(reference, resolution.addresses[0], world, left), because: null };
}
