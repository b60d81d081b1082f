import type { Verdict } from '../core/diagnosis.ts';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Endpoint } from '../core/watch/endpoint.ts';
import { lookAndCount, type Watcher } from './look.ts';

/** `unknown` counts what could not be looked at, faults of our own included. `pinged`: alarms raised. */
export type SweepCounts = Readonly<Record<'looked' | Verdict | 'pinged', number>>;

export type Sweep = Watcher & {
  readonly concurrency: number;
  readonly log?: Log | undefined;
  onProgress?(counts: SweepCounts): void;
};

const batchSize = 200;

/** Looks at every watched endpoint once. Ends early, with what it has, when the signal is aborted. */
export function sweep(world: Sweep): Promise<SweepCounts> {
  return lookAtAll(everyEndpoint(world), world);
}

async function* everyEndpoint({ store }: Sweep): AsyncGenerator<Endpoint> {
  for await (const batch of store.endpoints.batches(batchSize)) yield* batch;
}

/** The same for some endpoints. At most `concurrency` looks at a time; a look that fails stops no other. */
export async function lookAtAll(
  endpoints: Iterable<Endpoint> | AsyncIterable<Endpoint>,
  world: Sweep,
): Promise<SweepCounts> {
  const counts = { looked: 0, healthy: 0, degraded: 0, broken: 0, unknown: 0, pinged: 0 };
  const source = one(endpoints);
  try {
    // One source for all runners: a generator queues their requests, so a slow look holds up nobody else.
    await Promise.all(Array.from({ length: Math.max(1, world.concurrency) }, run));
  } finally {
    await source.return(undefined);
  }
  return counts;

  async function run(): Promise<void> {
    while (!world.signal.aborted) {
      const next = await source.next();
      if (next.done === true) return;
      await lookAtOne(next.value);
    }
  }

  async function lookAtOne(endpoint: Endpoint): Promise<void> {
    try {
      const { diagnosis, pinged } = await lookAndCount(endpoint, world);
      counts[diagnosis.verdict]++;
      counts.pinged += pinged;
    } catch (fault) {
      if (world.signal.aborted) return;
      counts.unknown++;
      world.log?.error({ endpoint: endpoint.id, err: fault, reason: reasonOf(fault) }, 'a look failed');
    }
    counts.looked++;
    world.onProgress?.({ ...counts });
  }
}

async function* one<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values;
}
