import type { StoreAge, VantageReport } from '../../core/vantage/vantage.ts';
import type { Network } from '../../net/network.ts';
import type { TrustStore } from '../../pki/trust/trust-store.ts';
import type { Vantage } from './vantage.ts';

export type Inspection = {
  readonly vantage: Vantage;
  readonly network: Network;
  readonly trust: TrustStore;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

const patienceMs = 1500;

/** Everything about this machine's own connection, whether or not something is wrong. */
export async function inspectVantage(inspection: Inspection): Promise<VantageReport> {
  const { vantage, network, trust, now, signal } = inspection;
  const begun = performance.now();
  const patience = { patienceMs, signal };
  const unseen = { seen: false, because: 'it was not read in time' } as const;
  const [machine, references, resolver] = await Promise.all([
    vantage.machine.take(patience),
    vantage.hasReferences ? vantage.everyReference.take(patience) : null,
    vantage.hasReferences ? vantage.resolver.take(patience) : null,
  ]);
  signal.throwIfAborted();
  return {
    at: now(),
    elapsedMs: Math.round((performance.now() - begun) * 10) / 10,
    machine: machine ?? unseen,
    references: vantage.hasReferences ? (references ?? { references: [], notAsked: [] }) : null,
    resolver,
    servers: network.dns.servers,
    stores: storesOf(trust),
  };
}

function storesOf({ stores, judge }: TrustStore): readonly StoreAge[] {
  return stores.map((store) => ({
    name: store.name,
    anchors: store.set.size,
    asOf: store.asOf,
    judges: store === judge,
  }));
}
