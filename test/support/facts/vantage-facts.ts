import type { ReferenceFacts, ReferenceLook, ResolverLook } from '../../../src/core/vantage/vantage.ts';
import type { VantageFacts } from '../../../src/probes/vantage.ts';
import { machineWith, publicIssuer, reference } from '../samples/sample-vantage.ts';
import { ip } from './probe-facts.ts';

/** A target of the Internet, and a machine whose own connection is sound. */
export function vantageFacts(changes: Partial<VantageFacts> = {}): VantageFacts {
  return {
    place: 'internet',
    machine: machineWith(),
    routes: [{ ip, route: machineWith().routes[0] ?? null }],
    references: lookOf(reference('one.test'), reference('two.test')),
    resolver: null,
    standstill: null,
    signers: [{ addresses: [`${ip}:443`], issuer: publicIssuer }],
    ...changes,
  };
}

export function lookOf(...references: readonly ReferenceFacts[]): ReferenceLook {
  return { references, notAsked: [] };
}

/** The same fate for every reference name: an rcode, or null for silence. */
export function resolverSaying(...rcodes: readonly (string | null)[]): ResolverLook {
  return {
    servers: ['192.0.2.53:53'],
    answers: rcodes.map((rcode, index) => ({
      name: `ref${index + 1}.test`,
      rcode,
      silence: rcode === null ? 'timeout' : null,
      addresses: rcode === 'NOERROR' ? ['198.51.100.7'] : [],
      server: rcode === null ? null : '192.0.2.53:53',
      elapsedMs: 20,
    })),
  };
}
