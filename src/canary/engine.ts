import { checks as everyCheck } from '../checks/index.ts';
import { createMemoryCache } from '../core/cache/answer-cache.ts';
import type { Check } from '../core/check.ts';
import type { AnyProbe } from '../core/probe.ts';
import type { Diagnose } from '../core/services.ts';
import { createDiagnose } from '../diagnose/diagnose.ts';
import { createDnsClient } from '../net/dns/client.ts';
import { createNetwork } from '../net/network.ts';
import { type AddressPolicy, createAddressPolicy } from '../net/policy.ts';
import { fixedLogList } from '../pki/ct/log-list-source.ts';
import { writePem } from '../pki/files/pem/pem.ts';
import { anchorSet } from '../pki/trust/anchor-set.ts';
import type { NamedStore } from '../pki/trust/named-store.ts';
import { loadTrustStore } from '../pki/trust/trust-store.ts';
import { probes as everyProbe } from '../probes/index.ts';
import { canaryAddress } from './listeners.ts';

export type EngineParts = {
  /** Left out: all there are. */
  readonly probes?: readonly AnyProbe[];
  readonly checks?: readonly Check[];
  readonly now: () => Date;
  readonly stopwatch: () => number;
};

/** Long for a machine that is busy; loopback answers in milliseconds. */
const deadlineMs = 20_000;

/** Nobody is trusted but the canary's own root, and it stands in no public list. */
const noPublicList: NamedStore = {
  kind: 'node',
  name: 'no public list',
  asOf: null,
  isPublic: true,
  set: anchorSet([]),
};

/**
 * The engine that everybody's checks run on, in a world of its own: no resolver, no hosts file, no other trust, and no
 * address but the ports of the canary. Of this machine's own connection nothing is asked.
 */
export function canaryEngine(parts: EngineParts, rootDer: Buffer, ports: ReadonlySet<number>): Diagnose {
  const { probes = everyProbe, checks = everyCheck, now, stopwatch } = parts;
  const network = createNetwork({
    policy: onlyPorts(ports),
    dns: createDnsClient({ servers: [] }),
    hosts: { path: 'none', lookup: async () => [] },
  });
  const trust = loadTrustStore({
    extraCaPem: writePem(rootDer),
    stores: [noPublicList],
    transparency: 'not-demanded',
    nodeVersion: process.versions.node,
  });
  return createDiagnose({
    probes,
    checks,
    world: { network, trust, cache: createMemoryCache(now), logList: fixedLogList(), now },
    stopwatch,
    deadlineMs,
  });
}

function onlyPorts(ports: ReadonlySet<number>): AddressPolicy {
  const loopback = createAddressPolicy({ allowedNetworks: [`${canaryAddress}/32`], deniedPorts: [] });
  const nothing = createAddressPolicy({ allowedNetworks: [], deniedPorts: [] });
  const policy: AddressPolicy = {
    judge(ip, port) {
      const verdict = loopback.judge(ip, port);
      const isOurs = verdict.allowed && verdict.address.ip === canaryAddress && ports.has(port);
      // Public addresses are refused as well: the canary reaches nobody.
      return isOurs ? verdict : nothing.judge(canaryAddress, port);
    },
    within: () => ({ ...policy, used: () => [] }),
  };
  return policy;
}
