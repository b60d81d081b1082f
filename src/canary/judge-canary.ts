import type { Store } from '../core/store/store.ts';
import type { AlarmState } from '../core/watch/alarm/problem.ts';
import type { CanaryFailure } from '../core/watch/canary.ts';
import type { Endpoint, Sighting } from '../core/watch/endpoint.ts';

type Watched = Readonly<Record<'expired' | 'revoked' | 'healthy', Endpoint>>;

/** What a user would have been told, held against what is known of the three listeners. */
export async function judgeCanary(
  store: Store,
  endpoints: Watched,
  now: Date,
): Promise<readonly CanaryFailure[]> {
  const told = await everythingTold(store, now);
  const sightings = {
    expired: await store.endpoints.sighting(endpoints.expired.id),
    revoked: await store.endpoints.sighting(endpoints.revoked.id),
    healthy: await store.endpoints.sighting(endpoints.healthy.id),
  };
  return [
    ...(await badFailures('expired', 'certificate/expired', sightings.expired, told, store)),
    ...(await badFailures('revoked', 'revocation/revoked', sightings.revoked, told, store)),
    ...(await wellFailures(endpoints.healthy, sightings.healthy, told, store)),
  ];
}

/** `opens`: the conversation that begins with it. */
type Told = { readonly opens: string | null; readonly endpointId: string | null };

async function badFailures(
  listener: Extract<AlarmState, 'expired' | 'revoked'>,
  finding: string,
  sighting: Sighting | null,
  told: readonly Told[],
  store: Store,
): Promise<readonly CanaryFailure[]> {
  const name = `the ${listener} certificate`;
  if (sighting === null) return [{ listener, words: `${name} was not looked at` }];
  const { verdict, rootCause, certificate } = sighting;
  if (verdict !== 'broken' || rootCause !== finding) {
    return [
      {
        listener,
        words: `${name} was seen as ${verdict}, because of ${rootCause ?? 'nothing'}, not of ${finding}`,
      },
    ];
  }
  const fingerprint256 = certificate?.fingerprint256;
  if (fingerprint256 === undefined) return [{ listener, words: `${name} was not read` }];
  const incidents = await store.incidents.of({ kind: 'certificate', fingerprint256 });
  const raised = incidents.find(({ state, endedAt }) => state === listener && endedAt === null);
  if (raised === undefined) return [{ listener, words: `no alarm was opened about ${name}` }];
  const said = told.some(({ opens }) => opens === raised.id);
  return said ? [] : [{ listener, words: `the alarm about ${name} was not put into words for anybody` }];
}

/** A check that calls everything bad is broken as well. */
async function wellFailures(
  { id }: Endpoint,
  sighting: Sighting | null,
  told: readonly Told[],
  store: Store,
): Promise<readonly CanaryFailure[]> {
  const listener = 'healthy';
  if (sighting === null) return [{ listener, words: 'the sound certificate was not looked at' }];
  const { verdict, rootCause, reason, conditions, certificate } = sighting;
  if (verdict !== 'healthy') {
    return [
      {
        listener,
        words: `the sound certificate was seen as ${verdict}: ${rootCause ?? reason ?? 'nobody knows why'}`,
      },
    ];
  }
  const fingerprint256 = certificate?.fingerprint256;
  if (fingerprint256 === undefined) return [{ listener, words: 'the sound certificate was not read' }];
  const incidents = await store.incidents.of({ kind: 'certificate', fingerprint256 });
  const isTold = incidents.length > 0 || told.some(({ endpointId }) => endpointId === id);
  if (!isTold && conditions.every(({ bad }) => bad === 0)) return [];
  return [{ listener, words: 'an alarm was raised about the sound certificate' }];
}

const batch = 50;
const leaseMs = 60_000;

/** All that waits in the outbox, in the order of sending: what would have gone out, had it been a user's. */
async function everythingTold(store: Store, now: Date): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (;;) {
    const claimed = await store.outbox.claim(now, batch, leaseMs);
    if (claimed.length === 0) return told;
    for (const { key, conversation, endpointId } of claimed) {
      told.push({ opens: conversation?.act === 'open' ? conversation.id : null, endpointId });
      await store.outbox.settle(key, { kind: 'sent', reference: key }, now, now);
    }
  }
}
