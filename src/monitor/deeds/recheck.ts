import type { Mention } from '../../core/people.ts';
import type { DeedOptions, DeedOutcome, RecheckReport } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { parseTarget } from '../../core/target.ts';
import type { IncidentEvent } from '../../core/watch/alarm/event.ts';
import type { Incident, ToldEndpoint } from '../../core/watch/alarm/incident.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { toldEndpoint } from '../alarms/told.ts';
import { change, type DeedWorld } from './act.ts';
import { auditOf } from './audit.ts';
import { found } from './found.ts';
import { eventNotification } from './said.ts';

export type RecheckWorld = DeedWorld & {
  readonly store: Pick<Store, 'incidents' | 'endpoints' | 'outbox' | 'audit'>;
  /** Looks at one endpoint and saves what follows, as a sweep does. */
  look(endpoint: Endpoint, signal: AbortSignal): Promise<unknown>;
};

const atOnce = 6;

/**
 * Looks at every endpoint that has the certificate, or had it when the alarm was last told, and says which have it still.
 * The looks themselves may end the alarm.
 */
export async function recheck(
  id: string,
  by: Mention,
  world: RecheckWorld,
  options: DeedOptions,
): Promise<DeedOutcome> {
  const incident = await world.store.incidents.find(id);
  if (incident === null) return { kind: 'unknown' };
  if (incident.endedAt !== null) return { kind: 'over', incident };
  const endpoints = await endpointsOf(incident, world.store);
  const faults = await lookAtAll(endpoints, world, options);
  const report = await reportOn(incident, endpoints, faults, world);
  const event: IncidentEvent = {
    kind: 'rechecked',
    by,
    healthy: report.healthy.length,
    still: [...report.still, ...report.unseen.map(({ endpoint }) => endpoint)],
  };
  const now = world.now();
  const outcome = await change(id, by, (latest) => tell(latest, event, now), world);
  if (outcome.kind === 'over') await sayAfterwards(outcome.incident, by, event, world);
  return outcome.kind === 'unknown' ? outcome : { kind: 'done', incident: outcome.incident, report };
}

function tell(incident: Incident, event: IncidentEvent, now: Date) {
  if (incident.endedAt !== null) return { kind: 'over' } as const;
  // This says which endpoints are renewed: it need not be said again.
  return { kind: 'done', incident: { ...incident, nextAt: now, renewalSeenAt: null }, event } as const;
}

/** The looks ended the alarm: who had them made is said all the same. */
async function sayAfterwards(
  incident: Incident,
  by: Mention,
  event: IncidentEvent,
  { store, now }: RecheckWorld,
): Promise<void> {
  const at = now();
  const key = `${event.kind}:${incident.version}:${by.platform}:${by.id}`;
  const fresh = await store.outbox.queue([eventNotification(incident, event, key, at)], at);
  if (fresh > 0) await store.audit.append(auditOf(incident, by, event, at));
}

async function endpointsOf(
  { subject, told }: Incident,
  { endpoints }: Pick<Store, 'endpoints'>,
): Promise<readonly Endpoint[]> {
  const serving = subject.kind === 'certificate' ? await endpoints.serving([subject.fingerprint256]) : [];
  const known = new Map(serving.map(({ endpoint }) => [endpoint.id, endpoint]));
  for (const { endpointId, url, address, client } of told.endpoints) {
    if (known.has(endpointId)) continue;
    const endpoint = await endpoints.find(parseTarget(url, address, client));
    if (endpoint !== null) known.set(endpoint.id, endpoint);
  }
  return [...known.values()];
}

/** Returns why a look itself broke, by endpoint. */
async function lookAtAll(
  endpoints: readonly Endpoint[],
  { look }: RecheckWorld,
  { signal, onProgress }: DeedOptions,
): Promise<ReadonlyMap<string, string>> {
  const faults = new Map<string, string>();
  const waiting = [...endpoints];
  let looked = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { id } = next;
      await look(next, signal).catch((fault: unknown) => {
        if (signal.aborted) throw fault;
        faults.set(id, 'a fault inside Notafter stopped the look; its log says more');
      });
      looked += 1;
      onProgress?.(looked, endpoints.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, endpoints.length) }, worker));
  return faults;
}

async function reportOn(
  incident: Incident,
  endpoints: readonly Endpoint[],
  faults: ReadonlyMap<string, string>,
  { store }: RecheckWorld,
): Promise<RecheckReport> {
  const healthy: ToldEndpoint[] = [];
  const still: ToldEndpoint[] = [];
  const unseen: { endpoint: ToldEndpoint; reason: string }[] = [];
  for (const endpoint of endpoints) {
    const result = found(incident, await store.endpoints.sighting(endpoint.id));
    const told = toldEndpoint(endpoint, result.kind !== 'healthy');
    const fault = faults.get(endpoint.id);
    if (fault !== undefined) unseen.push({ endpoint: told, reason: fault });
    else if (result.kind === 'unseen') unseen.push({ endpoint: told, reason: result.reason });
    else (result.kind === 'still' ? still : healthy).push(told);
  }
  return { healthy, still, unseen };
}
