import { createHistory } from '../../src/core/past/history.ts';
import type { Snapshot } from '../../src/core/past/snapshot.ts';
import type { Diagnose } from '../../src/core/services.ts';
import type { Store } from '../../src/core/store/store.ts';
import { looksAfter } from '../../src/diagnose/hold-against.ts';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { openStore } from '../../src/store/index.ts';
import { diagnosisOf } from '../../test/support/commanding.ts';
import { after, dayMs, newEndpoint, noon } from '../../test/support/store-fixtures.ts';
import { recordingLog, seenCertificate } from '../../test/support/watch-stage.ts';
import type { StorePlace } from './places.ts';

export type StoreOrder = {
  readonly endpoints: number;
  readonly sweeps: number;
  readonly concurrency: number;
};

/** All but `looks` for all of these looks together; null where the engine does not tell. */
export type StoreFigures = {
  readonly what: 'first' | 'later';
  readonly looks: number;
  readonly seconds: number;
  readonly clientCpu: number;
  readonly serverCpu: number | null;
  readonly commits: number | null;
  readonly logBytes: number | null;
  readonly bytes: number;
};

const hourMs = 3_600_000;

/** The first sweep, which writes each row anew, and those after it, which see the same again. */
export async function measureStore(place: StorePlace, order: StoreOrder): Promise<readonly StoreFigures[]> {
  const store = await openStore(place.location);
  try {
    await seed(store, order.endpoints);
    const first = await measured(place, 'first', order.endpoints, () => sweepAt(store, 0, order));
    const later = await measured(place, 'later', order.endpoints * (order.sweeps - 1), async () => {
      for (let at = 1; at < order.sweeps; at++) await sweepAt(store, at, order);
    });
    return [first, later];
  } finally {
    await store.close();
  }
}

async function measured(
  place: StorePlace,
  what: StoreFigures['what'],
  looks: number,
  work: () => Promise<void>,
): Promise<StoreFigures> {
  const before = await place.state();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const now = await place.state();
  const grown = (key: 'serverCpu' | 'commits' | 'logBytes') =>
    now[key] === null || before[key] === null ? null : now[key] - before[key];
  return {
    ...{ what, looks, seconds, clientCpu: (user + system) / 1e6 },
    ...{ serverCpu: grown('serverCpu'), commits: grown('commits'), logBytes: grown('logBytes') },
    bytes: now.bytes - before.bytes,
  };
}

async function seed({ endpoints }: Store, count: number): Promise<void> {
  for (let at = 0; at < count; at++) await endpoints.add(newEndpoint(`host${at}.bench.example`), noon);
}

async function sweepAt(store: Store, at: number, { endpoints, concurrency }: StoreOrder): Promise<void> {
  const now = after(at * hourMs);
  const log = recordingLog();
  const history = createHistory({ observations: async () => store.observations, from: 'here', log });
  const diagnose: Diagnose = async (target) => {
    const past = await history.recall(target);
    history.remember(target, looksAfter(past, snapshotOf(fingerprintOf(target.host), now), 'healthy'));
    const certificate = seenCertificate(60 * dayMs, fingerprintOf(target.host));
    return diagnosisOf(target.host, { at: now, certificates: [certificate] });
  };
  const { signal } = new AbortController();
  const counts = await sweep({ store, diagnose, now: () => now, log, signal, concurrency });
  await history.settled();
  if (counts.healthy !== endpoints) throw new Error(`${counts.healthy} were healthy: ${log.lines[0]}`);
}

function fingerprintOf(host: string): string {
  return Buffer.from(host.slice(0, 32).padEnd(32)).toString('hex');
}

/** What a healthy look leaves for the next one to compare with. */
export function snapshotOf(fingerprint: string, at: Date): Snapshot {
  const part = (...values: string[]) => ({ values, partial: false, at });
  return {
    at,
    parts: {
      addresses: part('192.0.2.7'),
      certificate: part(fingerprint),
      issuer: part('Test CA'),
      'not-after': part(after(60 * dayMs).toISOString()),
      'tls-version': part('TLSv1.3'),
      alpn: part('h2'),
    },
  };
}
