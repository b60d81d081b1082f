import type { Probe, ProbeRecord } from '../core/probe.ts';
import type { Network } from '../net/network.ts';
import type { TrustStore } from '../pki/trust-store.ts';

/** What a probe may use beside its target: the way out, the trust store, the clock and the signal. */
export type ProbeContext = {
  readonly network: Network;
  readonly trust: TrustStore;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

export type NetworkProbe<Facts, Needs extends ProbeRecord> = Probe<Facts, Needs, ProbeContext>;

/** Gives a probe its types; `needs` makes the import graph of the probes the graph of the layers. */
export function defineProbe<Facts, const Needs extends ProbeRecord>(
  probe: NetworkProbe<Facts, Needs>,
): NetworkProbe<Facts, Needs> {
  return probe;
}
