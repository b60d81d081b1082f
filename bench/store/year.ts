import { createHistory } from '../../src/core/past/history.ts';
import type { Diagnose } from '../../src/core/services.ts';
import type { Store } from '../../src/core/store/store.ts';
import { looksAfter } from '../../src/diagnose/hold-against.ts';
import { keepHistory } from '../../src/monitor/keep-history.ts';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { openStore } from '../../src/store/index.ts';
import { diagnosisOf } from '../../test/support/commanding.ts';
import { type Random, randomFrom } from '../../test/support/simulation/random.ts';
import { after, dayMs, newEndpoint, noon } from '../../test/support/store-fixtures.ts';
import { failing, recordingLog, seenCertificate } from '../../test/support/watch-stage.ts';
import { snapshotOf } from './measure.ts';
import type { Sizes, StorePlace } from './places.ts';

export type YearOrder = {
  readonly endpoints: number;
  readonly days: number;
  readonly sweepsADay: number;
  readonly seed: number;
  /** Days after which to tell of the sizes. */
  readonly milestones: readonly number[];
};

const renewedEveryDays = 60;
const keptDays = { rawDays: 30, rollupDays: 400, auditDays: 400 };

/**
 * Sweeps over days that take as long as saving them does: certificates of 90 days renewed each 60, connections that take
 * differently long each time, one look in 500 refused, and every night what the watch worker does to what is old.
 */
export async function measureYear(
  place: StorePlace,
  order: YearOrder,
  tell: (day: number, sizes: Sizes) => void,
): Promise<void> {
  const sweepEveryMs = dayMs / order.sweepsADay;
  const store = await openStore(place.location, { longestGapMs: 2 * sweepEveryMs });
  const random = randomFrom(order.seed);
  try {
    for (let at = 0; at < order.endpoints; at++)
      await store.endpoints.add(newEndpoint(`host${at}.bench.example`), noon);
    tell(0, await place.sizes());
    for (let day = 1; day <= order.days; day++) {
      for (let nth = 0; nth < order.sweepsADay; nth++)
        await sweepOnce(store, after(day * dayMs + nth * sweepEveryMs), random);
      await place.tidy();
      const { signal } = new AbortController();
      await keepHistory({ store, now: () => after((day + 1) * dayMs), signal, ...keptDays });
      if (order.milestones.includes(day)) tell(day, await place.sizes());
    }
  } finally {
    await store.close();
  }
}

async function sweepOnce(store: Store, now: Date, random: Random): Promise<void> {
  const log = recordingLog();
  const history = createHistory({ observations: async () => store.observations, from: 'here', log });
  const diagnose: Diagnose = async ({ host }) => {
    if (random.chance(1 / 500))
      return diagnosisOf(host, { at: now, ...failing('tcp/refused', 'The port is closed') });
    const past = await history.recall(diagnosisOf(host).target);
    const { fingerprint, leftMs } = leafOf(host, now);
    history.remember(diagnosisOf(host).target, looksAfter(past, snapshotOf(fingerprint, now), 'healthy'));
    const connectMs = 20 * 2 ** (4 * (random.next() + random.next() - 1));
    return diagnosisOf(host, { at: now, connectMs, certificates: [seenCertificate(leftMs, fingerprint)] });
  };
  const { signal } = new AbortController();
  await sweep({ store, diagnose, now: () => now, log, signal, concurrency: 64 });
  await history.settled();
}

/** Each host renews on a day of its own. `leftMs` counts from `noon`. */
function leafOf(host: string, now: Date): { readonly fingerprint: string; readonly leftMs: number } {
  const number = Number(/\d+/.exec(host)?.[0]);
  const day = Math.floor((now.getTime() - noon.getTime()) / dayMs);
  const generation = Math.floor((day + number) / renewedEveryDays);
  const bornOn = generation * renewedEveryDays - number;
  const fingerprint = Buffer.from(`${host} ${generation}`.padEnd(32).slice(0, 32)).toString('hex');
  return { fingerprint, leftMs: (bornOn + 90) * dayMs };
}
