import type { Log } from '../../core/log.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import type { SweepCounts } from '../../core/watch/sweep-counts.ts';
import { confirmRipe } from './confirm.ts';
import { inLanes } from './lanes.ts';
import { othersAreFine } from './look.ts';
import { createTally } from './tally.ts';
import type { Watcher } from './watcher.ts';

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
  const tally = createTally(watcher, { log: world.log, onLooked: (counts) => world.onProgress?.(counts) });
  const { counts, ripe } = tally;
  const source = one(endpoints);
  try {
    await inLanes(source, { ...world, parked: world.pace?.waiting }, tally.lookAtOne);
  } finally {
    await source.return(undefined);
  }
  tally.tellFaults();
  // Only now is it known how the fleet fares; what a sweep that is stopped leaves here is ripe for the next look.
  const believed = world.signal.aborted || !tally.wantsOthers() || (await isToBeBelieved(watcher));
  if (believed && !world.signal.aborted) counts.pinged += await confirmRipe(ripe, watcher);
  return counts;
}

async function* one<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values;
}
