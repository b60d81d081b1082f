import { renewalHookEvent } from '../../core/hook/renewal.ts';
import type { Store } from '../../core/store/store.ts';
import type { Endpoint, Sighting } from '../../core/watch/endpoint.ts';

/**
 * Queues, before the look is saved, that the certificate was renewed: whoever dies in between sees the same change again,
 * and the key keeps it from being told twice. For programs only; people read of it in the digest.
 */
export async function tellRenewal(
  endpoint: Endpoint,
  before: Sighting | null,
  after: Sighting,
  { outbox }: Pick<Store, 'outbox'>,
): Promise<void> {
  const replaced = before?.certificate ?? null;
  const { certificate, certificateSeenAt, at } = after;
  if (replaced === null || certificate === null || certificateSeenAt?.getTime() !== at.getTime()) return;
  if (certificate.fingerprint256 === replaced.fingerprint256) return;
  if (certificate.notAfter.getTime() <= replaced.notAfter.getTime()) return;
  const key = `renewed:${endpoint.id}:${certificate.fingerprint256}`;
  await outbox.tell(key, renewalHookEvent(endpoint, certificate, replaced, at), at);
}
