import { createHash } from 'node:crypto';
import { type Mention, placeText } from '../core/people.ts';
import type { Endpoint, WatchedCertificate } from '../core/watch/endpoint.ts';
import type { Notification } from '../core/watch/notification.ts';
import { renewalState } from '../core/watch/renewal.ts';
import { type PingState, pingMessage } from '../views/ping.ts';

/**
 * What has to be said about a certificate that was seen just now; nothing while it has time. The key holds the
 * certificate, its state, the place and the owners, so the outbox says it once: however often, and by however many
 * processes, it is looked at, and however many endpoints of one place and owner serve it.
 */
export function pingsFor(
  endpoint: Endpoint,
  certificate: WatchedCertificate,
  now: Date,
): readonly Notification[] {
  const state = renewalState(certificate, now);
  if (state === 'ok') return [];
  const { home, owners } = endpoint;
  const called = owners.filter((owner) => owner.platform === home.platform);
  const elsewhere = owners.filter((owner) => owner.platform !== home.platform);
  const key = pingKey(endpoint, certificate, state);
  const ping = { endpoint, certificate, state, now };
  return [
    {
      key,
      to: { kind: 'place', place: home },
      message: pingMessage({ ...ping, called, named: elsewhere }),
      fallback: owners,
      endpointId: endpoint.id,
    },
    // A message on one platform cannot notify somebody of another.
    ...elsewhere.filter(canBeWrittenTo).map(
      (who): Notification => ({
        key: directKey(key, who),
        to: { kind: 'person', who },
        message: pingMessage({ ...ping, called: [], named: owners }),
        fallback: [],
        endpointId: endpoint.id,
      }),
    ),
  ];
}

/** Groups and channels have no inbox of their own. */
export function canBeWrittenTo(who: Mention): boolean {
  return who.kind === 'user';
}

export function directKey(key: string, who: Mention): string {
  return `${key}:direct:${who.platform}:${who.id}`;
}

function pingKey({ home, owners }: Endpoint, certificate: WatchedCertificate, state: PingState): string {
  const thread = home.thread === undefined ? '' : `:${home.thread}`;
  return `ping:${certificate.fingerprint256}:${state}:${placeText(home)}${thread}:${ownersHash(owners)}`;
}

/** The same people in another order are the same people. */
function ownersHash(owners: readonly Mention[]): string {
  const ids = owners.map((owner) => JSON.stringify([owner.platform, owner.kind, owner.id])).toSorted();
  return createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 16);
}
