import type { Watched } from '../core/watch/endpoint.ts';
import type { Watcher } from './look.ts';
import { pingsFor } from './ping.ts';

/** Queues what has to be said about an endpoint as it was just seen; returns how much of it is new. */
export async function raise({ endpoint, sighting }: Watched, { store, now }: Watcher): Promise<number> {
  const { certificate, certificateSeenAt, at } = sighting;
  // An alarm needs a certificate seen now: the one remembered may have been renewed since.
  if (certificate === null || certificateSeenAt?.getTime() !== at.getTime()) return 0;
  const pings = pingsFor(endpoint, certificate, now());
  return pings.length === 0 ? 0 : store.outbox.queue(pings, now());
}
