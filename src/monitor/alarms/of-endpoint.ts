import { distinct, type Raising, raiseFor, subjectsOf } from './raise.ts';

/**
 * Does something to endpoints (takes them off the list, gives them to others, moves their home, mutes them) and tells its open alarms:
 * ended, called anew, moved. Whoever dies in between leaves it to the hourly review.
 */
export async function withAlarms<T>(
  endpointIds: readonly string[],
  act: () => Promise<T>,
  world: Raising,
): Promise<T> {
  const watched = await world.store.endpoints.watched(endpointIds);
  const done = await act();
  const subjects = watched.flatMap((one) => subjectsOf({ ...one, before: null }));
  for (const subject of distinct(subjects)) {
    await raiseFor(subject, world);
  }
  return done;
}
