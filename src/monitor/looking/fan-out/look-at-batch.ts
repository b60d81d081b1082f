import type { Diagnosis } from '../../../core/diagnosis.ts';
import type { Log } from '../../../core/log.ts';
import type { Queue } from '../../../core/queue.ts';
import type { Endpoint } from '../../../core/watch/endpoint.ts';
import { policyFor } from '../../../core/watch/policy/rule.ts';
import { isRipe } from '../../conditions/next-conditions.ts';
import { createTally } from '../tally.ts';
import type { Watcher } from '../watcher.ts';
import { type BatchJob, endQueue } from './jobs.ts';
import type { SharedLanes } from './shared-lanes.ts';

export type BatchWorld = Watcher & {
  readonly queue: Queue;
  readonly lanes: SharedLanes;
  readonly log: Log;
  /** The place this process looks from. */
  readonly from: string;
};

/** So often faults of our own (the database went away) leave a batch to be done again; then the rest of it counts as not looked at. */
const mostTries = 6;

/**
 * Looks at a batch of a sweep once, whoever else began it before: what was looked at in this slot is not looked at again.
 * Returns how many alarms it raised. Throws where it has to be done again.
 */
export async function lookAtBatch(
  { sweep: id, batch, after, upTo }: BatchJob,
  attempt: number,
  world: BatchWorld,
): Promise<number> {
  const { store, queue, lanes, log, signal } = world;
  const sweep = await store.sweeps.find(id);
  if (sweep === null || sweep.bounds === null) return 0;
  const watcher = { ...world, rules: world.rules ?? (await store.rules.list()) };
  const tally = createTally(watcher, { log });
  const { counts, ripe } = tally;
  const endpoints = await store.endpoints.between(after, upTo);
  await lanes.doAll(attempt === 1 ? endpoints : await unseen(endpoints, sweep.slot), tally.lookAtOne);
  tally.tellFaults();
  signal.throwIfAborted();
  const faults = tally.faults();
  if (faults > 0 && attempt < mostTries) throw new Error(`${faults} looks could not be saved`);
  const kept = await store.sweeps.keepBatch(id, batch, { counts, ripe });
  if (kept > sweep.bounds.length) await queue.send(endQueue, [{ key: id, data: { sweep: id } }]);
  return counts.pinged;

  /** What another saw before it died counts by what it saw, and what it left ripe is asked about again. */
  async function unseen(all: readonly Endpoint[], slot: Date): Promise<readonly Endpoint[]> {
    const seen = new Set<string>();
    for (const { endpoint, sighting } of await store.endpoints.watched(all.map((one) => one.id))) {
      if (sighting.at < slot) continue;
      seen.add(endpoint.id);
      counts[sighting.verdict]++;
      counts.looked++;
      const policy = policyFor(endpoint, watcher.rules);
      if (sighting.conditions.some((one) => isRipe(one, policy)))
        ripe.push({ endpoint, diagnosis: untold(endpoint, sighting.at, world.from) });
    }
    return all.filter((endpoint) => !seen.has(endpoint.id));
  }
}

/** In place of what a worker found that died before it could tell: a look that says nothing, for or against. */
function untold({ target }: Endpoint, at: Date, from: string): Diagnosis {
  return {
    ...{ target, at, from, wishes: [], elapsedMs: 0, verdict: 'unknown', blame: 'unknown', rootCause: null },
    ...{ findings: [], results: [], certificates: [], baseline: null, changes: [] },
  };
}
