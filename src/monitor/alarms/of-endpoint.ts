import { type Raising, raiseFor, subjectsOf } from './raise.ts';

/**
 * Does something to an endpoint (takes it off the list, gives it to others, moves its home) and tells its open alarms:
 * ended, called anew, moved. Whoever dies in between leaves it to the hourly review.
 */
export async function withAlarms<T>(endpointId: string, act: () => Promise<T>, world: Raising): Promise<T> {
  const watched = await world.store.endpoints.watched([endpointId]);
  const done = await act();
  const subjects = watched.flatMap((one) => subjectsOf({ ...one, before: null }));
  for (const subject of subjects) await raiseFor(subject, world);
  return done;
}
