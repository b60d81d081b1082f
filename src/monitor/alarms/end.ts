import type { Incident, IncidentEnd } from '../../core/watch/alarm/incident.ts';
import { lapseQuietMs } from './carry.ts';
import { changed, type Draft, sayingEvent } from './draft.ts';
import { placeKey, type Situation } from './situation.ts';
import { nameOf, recovered } from './told.ts';
import type { Wanted } from './wanted.ts';

/** Whether an open incident is over; null: it goes on. */
export function endOf(
  incident: Incident,
  wanted: Wanted | undefined,
  situation: Situation,
): IncidentEnd | null {
  if (wanted?.alarming === true || situation.ourFault) return null;
  const watchedHere = situation.watched.some(
    ({ endpoint }) =>
      placeKey(endpoint.home) === placeKey(incident.home) &&
      incident.told.endpoints.some(({ endpointId }) => endpointId === endpoint.id),
  );
  if (!watchedHere && wanted === undefined) return 'removed';
  if (incident.problem === 'lapse') return lapseEnd(incident, wanted, situation.now);
  const held = wanted !== undefined && (incident.flapping ? wanted.restless : wanted.flapping);
  return held ? null : 'recovered';
}

/** As long as anybody serves it, it goes on: neither clock nor CA take back what was told. */
function lapseEnd(incident: Incident, wanted: Wanted | undefined, now: Date): IncidentEnd | null {
  if (wanted !== undefined) return null;
  if (!incident.flapping) return 'renewed';
  const seenAt = incident.told.certificate?.seenAt.getTime() ?? 0;
  return Math.abs(now.getTime() - seenAt) >= lapseQuietMs ? 'renewed' : null;
}

export function ended(incident: Incident, end: IncidentEnd, situation: Situation): Draft {
  const { now } = situation;
  const { told, home } = incident;
  const endpoints = recovered({ affected: [], home }, situation, told);
  const free = new Set(endpoints.map(({ endpointId }) => endpointId));
  // All that had it, not the one that had it last.
  const all = situation.watched.filter(({ endpoint }) => free.has(endpoint.id));
  const after = { ...told, endpoints, name: all.length > 1 ? nameOf(all) : told.name };
  const over = changed(
    { incident, said: [] },
    { endedAt: now, end, nextAt: null, renewalSeenAt: null, told: after },
  );
  const lastedMs = Math.max(0, now.getTime() - incident.openedAt.getTime());
  return sayingEvent(over, { kind: 'ended', end, lastedMs }, `ended:${incident.version + 1}`);
}
