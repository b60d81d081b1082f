import { reasonOf } from '../../core/errors.ts';
import { availabilityOf } from '../../core/past/availability.ts';
import type { EndpointPast, EndpointStanding } from '../../core/past/endpoint-past.ts';
import type { PastChange } from '../../core/past/look-run.ts';
import type { PastServices } from '../../core/services.ts';
import type { PastOfEndpoint } from '../../core/store/past.ts';
import type { Store } from '../../core/store/store.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Endpoint, Sighting } from '../../core/watch/endpoint.ts';
import { policyFor } from '../../core/watch/policy/rule.ts';
import { drawPng } from '../../drawing/draw-png.ts';
import type { CommandWorld } from './command-world.ts';

/** What commands may ask of what was seen over time. */
export function pastServices({
  store,
  config,
  log,
  now,
}: Pick<CommandWorld, 'store' | 'config' | 'log' | 'now'>): PastServices {
  const longestGapMs = 2 * config.sweep.intervalMs;
  return {
    async of(endpoint, since): Promise<EndpointPast> {
      const opened = await store();
      const [past, sighting, rules] = await Promise.all([
        opened.looks.of(endpoint.id, since),
        opened.endpoints.sighting(endpoint.id),
        opened.rules.list(),
      ]);
      return {
        endpoint,
        sighting,
        since,
        availability: availabilityOf(past, since, now(), longestGapMs),
        latency: past.latency,
        changes: past.changes,
        incidents: await incidentsOf(opened, endpoint, past, sighting, since),
        objective: policyFor(endpoint, rules).objective,
      };
    },
    async all(since): Promise<readonly EndpointStanding[]> {
      const opened = await store();
      const [pasts, rules] = await Promise.all([opened.looks.all(since), opened.rules.list()]);
      const standings: EndpointStanding[] = [];
      for await (const batch of opened.endpoints.batches(500)) {
        for (const endpoint of batch) {
          const past = pasts.get(endpoint.id) ?? { runs: [], days: [] };
          standings.push({
            endpoint,
            availability: availabilityOf(past, since, now(), longestGapMs),
            objective: policyFor(endpoint, rules).objective,
          });
        }
      }
      return standings;
    },
    async draw(svg): Promise<Uint8Array | null> {
      try {
        return await drawPng(svg);
      } catch (fault) {
        log.error({ err: fault, reason: reasonOf(fault) }, 'the past of an endpoint could not be drawn');
        return null;
      }
    },
  };
}

/** More certificates than this in one window are no longer a history of incidents. */
const mostLeaves = 40;

async function incidentsOf(
  store: Store,
  { id }: Endpoint,
  { runs, changes }: PastOfEndpoint,
  sighting: Sighting | null,
  since: Date,
): Promise<readonly Incident[]> {
  const leaves = new Set([
    ...(sighting?.served ?? []).map(({ fingerprint256 }) => fingerprint256),
    ...[sighting?.certificate, ...runs.map(({ leaf }) => leaf)].flatMap((leaf) =>
      leaf === null || leaf === undefined ? [] : [leaf.fingerprint256],
    ),
    ...changes.flatMap(leavesIn),
  ]);
  const ofLeaves = [...leaves]
    .slice(0, mostLeaves)
    .map((fingerprint256) => store.incidents.of({ kind: 'certificate', fingerprint256 }));
  const found = await Promise.all([store.incidents.of({ kind: 'endpoint', endpointId: id }), ...ofLeaves]);
  return found
    .flat()
    .filter((incident) => isAbout(incident, id) && (incident.endedAt === null || incident.endedAt >= since))
    .toSorted((one, other) => other.openedAt.getTime() - one.openedAt.getTime());
}

function leavesIn(change: PastChange): readonly string[] {
  if (change.what !== 'certificate') return [];
  return [change.now.fingerprint256, ...(change.before === null ? [] : [change.before.fingerprint256])];
}

/** A certificate of many endpoints may be in trouble at others only; a list that was cut may hold it. */
function isAbout({ told, subject }: Incident, endpointId: string): boolean {
  if (subject.kind === 'endpoint' || told.more > 0) return true;
  return told.endpoints.some((endpoint) => endpoint.endpointId === endpointId);
}
