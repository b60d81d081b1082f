import { createHash } from 'node:crypto';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Watched } from '../../core/watch/endpoint.ts';
import { changed, type Draft, saying } from './draft.ts';
import type { Situation } from './situation.ts';

/** A sweep sees endpoints one after the other: what it finds is said in one message. */
export const renewalGatherMs = 2 * 60_000;

/** Said when more endpoints than before serve another certificate, while some still serve this one. */
export function renewalSeen(draft: Draft, before: Incident, situation: Situation): Draft {
  const { problem, told, renewalSeenAt = null } = draft.incident;
  if (problem !== 'lapse') return draft;
  const were = new Set(before.told.endpoints.filter(({ affected }) => affected).map(idOf));
  const renewed = told.endpoints.filter(({ affected }) => !affected);
  const isNews = renewed.some((one) => were.has(idOf(one)));
  if (renewalSeenAt === null) return isNews ? changed(draft, { renewalSeenAt: situation.now }) : draft;
  if (renewed.length === 0) return changed(draft, { renewalSeenAt: null });
  // Either way, or a clock that was set back would keep it for as long.
  const waitedMs = Math.abs(situation.now.getTime() - renewalSeenAt.getTime());
  return waitedMs < renewalGatherMs ? draft : said(changed(draft, { renewalSeenAt: null }), situation);
}

function said(draft: Draft, { watched }: Situation): Draft {
  const { endpoints } = draft.incident.told;
  const renewed = endpoints.filter(({ affected }) => !affected);
  const free = new Set(renewed.map(idOf));
  const ids = [...free].toSorted().join();
  return saying(draft, {
    kind: 'event',
    act: 'reply',
    event: {
      kind: 'renewal-seen',
      renewed: renewed.length,
      still: endpoints.filter(({ affected }) => affected),
      notAfter: newestEnd(watched.filter(({ endpoint }) => free.has(endpoint.id))),
    },
    key: `event:renewal-seen:${createHash('sha256').update(ids).digest('hex').slice(0, 16)}`,
  });
}

function idOf({ endpointId }: { readonly endpointId: string }): string {
  return endpointId;
}

function newestEnd(watched: readonly Watched[]): Date | null {
  const ends = watched.flatMap(({ sighting }) => sighting.served.map(({ notAfter }) => notAfter.getTime()));
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}
