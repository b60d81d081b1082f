import type { Log } from '../../core/log.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { addCounts } from '../../core/watch/sweep-counts.ts';
import { breakerState } from '../breaker/mark.ts';
import { claimTurn } from '../timing/claim-turn.ts';
import { confirmRipe } from './confirm.ts';
import { lookAtAll, type SweepCounts } from './sweep.ts';
import type { Watcher } from './watcher.ts';

export type Recheck = Watcher & { readonly log: Log; readonly concurrency: number };

const job = 'recheck';
export const recheckEveryMs = 60_000;
/** A look this young has been looked at again soon enough: three looks in a second would count one hiccup three times. */
const youngestMs = 25_000;
const most = 500;
/** While we doubt ourselves a few tell whether all is well again; the sweeps see to the rest. */
const mostInDoubt = 10;

/**
 * Looks again at what waits to be confirmed or cleared, so that an outage is told in minutes and not after three sweeps.
 * Each turn is done by one process. Returns what it counted, null when there was nothing to do, or somebody else did it.
 */
export async function recheckIfDue(world: Recheck): Promise<SweepCounts | null> {
  const { store, now } = world;
  if ((await store.endpoints.doubtful(1)).length === 0) return closeIfOpen(world);
  if (!(await claimTurn(store, job, recheckEveryMs, now()))) return null;
  const inDoubt = (await breakerState(store.marks)).kind === 'open';
  const first = await ready(world, inDoubt ? mostInDoubt : most);
  const counts = await lookAtAll(first, world);
  if (!inDoubt || !mostlySound(counts)) return counts;
  return addCounts(counts, await lookAtAll(await ready(world, most), world));
}

/** Nothing is in doubt any more, so that nobody would look again: the breaker is closed here. */
async function closeIfOpen(world: Recheck): Promise<null> {
  if ((await breakerState(world.store.marks)).kind !== 'closed') await confirmRipe([], world);
  return null;
}

async function ready({ store, now }: Recheck, limit: number): Promise<readonly Endpoint[]> {
  const at = now().getTime();
  const found = await store.endpoints.doubtful(limit);
  return found
    .filter(({ sighting }) => {
      const ageMs = at - sighting.at.getTime();
      // One of a time to come is from before the clock was set back.
      return ageMs >= youngestMs || ageMs < 0;
    })
    .map(({ endpoint }) => endpoint);
}

function mostlySound({ looked, broken, unknown }: SweepCounts): boolean {
  return looked > 0 && broken + unknown < looked / 2;
}
