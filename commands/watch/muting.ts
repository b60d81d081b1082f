import { UserError } from '../../src/core/errors.ts';
import type { CommandServices } from '../../src/core/services.ts';
import type { Incident } from '../../src/core/watch/alarm/incident.ts';
import { activeMute, outlastsMutes } from '../../src/core/watch/alarm/mute.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { sharing } from '../../src/core/watch/slim-rows.ts';
import type { Named } from './scope.ts';

/** What is watched now and is meant: one endpoint, those with a label, or all. */
export async function endpointsOf(
  { scope, endpoint, name }: Named,
  { watchList }: CommandServices,
): Promise<readonly Endpoint[]> {
  if (endpoint !== null) return [endpoint];
  const meant: Endpoint[] = [];
  const shared = sharing();
  for await (const batch of watchList.batches())
    for (const { endpoint: one } of batch)
      if (scope.kind !== 'label' || one.labels[scope.label] === scope.value) meant.push(shared(one));
  // That of the store is by chance, and the first of them are named.
  if (meant.length > 0) return meant.sort(byHost);
  throw new UserError(
    scope.kind === 'label'
      ? `Nothing that is watched has the label ${name}. /watch list shows what is watched.`
      : 'Nothing is watched yet. Add the first: /watch add api.example.org',
  );
}

function byHost({ target: one }: Endpoint, { target: other }: Endpoint): number {
  if (one.host === other.host) return one.port - other.port;
  return one.host < other.host ? -1 : 1;
}

/** Open alarms about these endpoints: those that are muted with them, and those that no maintenance mutes. */
export async function alarmsOf(
  endpoints: readonly Endpoint[],
  { alarms, now }: CommandServices,
): Promise<{ readonly muted: readonly Incident[]; readonly loud: readonly Incident[] }> {
  const ids = new Set(endpoints.map(({ id }) => id));
  const open = (await alarms.open(null)).filter(({ told }) =>
    told.endpoints.some(({ endpointId, affected }) => affected && ids.has(endpointId)),
  );
  return {
    muted: open.filter((incident) => activeMute(incident, now()) !== null),
    loud: open.filter(({ problem, state }) => problem === 'lapse' && outlastsMutes(state)),
  };
}
