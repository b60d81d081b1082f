import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { noCounts, type SweepCounts } from '../../core/watch/sweep-counts.ts';
import { confirmRipe, type Ripe, ripeFrom } from './confirm.ts';
import { inLanes } from './lanes.ts';
import { lookOnce, othersAreFine, type Watcher } from './look.ts';

export type { SweepCounts } from '../../core/watch/sweep-counts.ts';

export type Sweep = Watcher & {
  readonly concurrency: number;
  /** See `Lanes`. */
  readonly patienceMs?: number | undefined;
  readonly log?: Log | undefined;
  onProgress?(counts: SweepCounts): void;
};

const batchSize = 200;

/** Looks at every watched endpoint once. Ends early, with what it has, when the signal is aborted. */
export function sweep(world: Sweep): Promise<SweepCounts> {
  return lookAtThese(everyEndpoint(world), world, async () => true);
}

async function* everyEndpoint({ store }: Sweep): AsyncGenerator<Endpoint> {
  for await (const batch of store.endpoints.batches(batchSize)) yield* batch;
}

/** The same for some endpoints. What cannot be reached all of a sudden is believed when others can. */
export function lookAtAll(endpoints: Iterable<Endpoint>, world: Sweep): Promise<SweepCounts> {
  return lookAtThese(endpoints, world, othersAreFine);
}

/**
 * At most `concurrency` looks at a time, beside those that wait for a server; a look that fails stops no other. Troubles are confirmed at the end, when it is
 * known how many there are.
 */
async function lookAtThese(
  endpoints: Iterable<Endpoint> | AsyncIterable<Endpoint>,
  world: Sweep,
  isToBeBelieved: (watcher: Watcher) => Promise<boolean>,
): Promise<SweepCounts> {
  const rules = world.rules ?? (await world.store.rules.list());
  const watcher = { ...world, rules };
  const ripe: Ripe[] = [];
  let wantsOthers = false;
  const failed = new Map<string, number>();
  const counts = { ...noCounts };
  const source = one(endpoints);
  try {
    await inLanes(source, world, lookAtOne);
  } finally {
    await source.return(undefined);
  }
  for (const [reason, looks] of failed) {
    if (looks > 1) world.log?.error({ reason, looks }, 'looks of one sweep failed in the same way');
  }
  // Only now is it known how the fleet fares; what a sweep that is stopped leaves here is ripe for the next look.
  const believed = world.signal.aborted || !wantsOthers || (await isToBeBelieved(watcher));
  if (believed && !world.signal.aborted) counts.pinged += await confirmRipe(ripe, watcher);
  return counts;

  /** A database that is away fails every one of ten thousand. */
  function noteFault({ id }: Endpoint, fault: unknown): void {
    const reason = reasonOf(fault);
    const before = failed.get(reason) ?? 0;
    failed.set(reason, before + 1);
    if (before === 0) world.log?.error({ endpoint: id, err: fault, reason }, 'a look failed');
  }

  async function lookAtOne(endpoint: Endpoint): Promise<boolean> {
    let answered = false;
    try {
      const look = await lookOnce(endpoint, watcher);
      const { verdict } = look.diagnosis;
      answered = verdict === 'healthy' || verdict === 'degraded';
      counts[verdict]++;
      counts.pinged += look.pinged;
      wantsOthers ||= look.wantsOthers;
      if (look.ripe) ripe.push(ripeFrom(endpoint, look.diagnosis));
    } catch (fault) {
      if (world.signal.aborted) return false;
      counts.unknown++;
      noteFault(endpoint, fault);
    }
    counts.looked++;
    world.onProgress?.({ ...counts });
    return answered;
  }
}

async function* one<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values;
}
