import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import type { Log } from '../../core/log.ts';
import type { Diagnose } from '../../core/services.ts';
import { fetchBounded } from '../../net/http/fetch-bounded.ts';
import { createNetwork, type Network } from '../../net/network.ts';
import { createAddressPolicy } from '../../net/policy.ts';
import type { TrustStore } from '../../pki/trust/trust-store.ts';
import { requestOf, spansOf } from './otlp.ts';
import { createTraceExporter } from './trace-exporter.ts';

export type TracingWorld = {
  readonly tracing: NonNullable<Config['tracing']>;
  readonly network: Network;
  readonly trust: TrustStore;
  readonly stopwatch: () => number;
  readonly log: Log;
};

export type Tracing = { traced(diagnose: Diagnose): Diagnose; close(): Promise<void> };

const timeoutMs = 2000;
/** Nobody reads the answer. */
const maxBytes = 65_536;

/** Tells an OpenTelemetry collector of each diagnosis: one span for it, one for each probe that ran. */
export async function openTracing({
  tracing,
  network,
  trust,
  stopwatch,
  log,
}: TracingWorld): Promise<Tracing> {
  const { endpoint, serviceName } = tracing;
  const { version } = JSON.parse(
    await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  // Whoever runs this named the collector, which stands next to it more often than not; nobody else can lead us there, and
  // the collector nowhere else.
  const policy = createAddressPolicy({ allowedNetworks: ['0.0.0.0/0', '::/0'], deniedPorts: [] });
  const near = createNetwork({ policy, dns: network.dns, hosts: network.hosts });
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = createTraceExporter(async (spans, signal) => {
    const outcome = await fetchBounded(url, {
      network: near,
      signal,
      timeoutMs,
      maxBytes,
      secureContext: trust.secureContext,
      body: Buffer.from(requestOf(spans, { serviceName, version })),
      contentType: 'application/json',
      redirects: 'refuse',
    });
    const taken =
      outcome.fetched || (outcome.status !== null && outcome.status >= 200 && outcome.status < 300);
    return taken ? null : outcome.reason;
  }, log);
  return {
    traced: (diagnose) => async (target, options) => {
      const begun = stopwatch();
      const ends = new Map<string, number>();
      const diagnosis = await diagnose(target, {
        ...options,
        onResult(result, soFar) {
          ends.set(result.probe, stopwatch() - begun);
          options.onResult?.(result, soFar);
        },
      });
      exporter.add(spansOf({ diagnosis, ends }, (octets) => randomBytes(octets).toString('hex')));
      return diagnosis;
    },
    close: exporter.close,
  };
}
