import { createHash } from 'node:crypto';
import type { Watched } from '../../core/watch/endpoint.ts';
import type { Incident } from '../../core/watch/incident.ts';
import { type Draft, saying } from './draft.ts';
import type { Situation } from './situation.ts';

/** Said when more endpoints than before serve another certificate, while some still serve this one. */
export function renewalSeen(draft: Draft, before: Incident, { watched }: Situation): Draft {
  const { problem, told } = draft.incident;
  if (problem !== 'lapse') return draft;
  const were = new Set(before.told.endpoints.filter(({ affected }) => affected).map(idOf));
  const renewed = told.endpoints.filter(({ affected }) => !affected);
  if (!renewed.some((one) => were.has(idOf(one)))) return draft;
  const free = new Set(renewed.map(idOf));
  const still = told.endpoints.filter(({ affected }) => affected);
  const ids = [...free].toSorted().join();
  return saying(draft, {
    kind: 'event',
    act: 'reply',
    event: {
      kind: 'renewal-seen',
      renewed: renewed.length,
      still,
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
