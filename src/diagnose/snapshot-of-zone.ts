import type { SnapshotPart } from '../core/past/snapshot.ts';
import type { AuthoritiesFacts, ZoneFacts } from '../probes/authorities/authority-facts.ts';

type Seen = Partial<Record<SnapshotPart, { readonly values: readonly string[]; readonly partial: boolean }>>;

/** The name servers of the target's own zone, and how long they let its addresses be kept. */
export function snapshotOfZone(authorities: AuthoritiesFacts | undefined): Seen {
  const zone = authorities?.zones.find(({ own }) => own);
  if (zone === undefined) return {};
  const kept = new Set(ttlsIn(zone).map(ttlClass));
  return {
    nameservers: { values: zone.listed, partial: zone.leftOut > 0 },
    // What a resolver says counts down, and only who has the zone knows where from.
    ttl: { values: [...kept], partial: true },
  };
}

function ttlsIn({ servers }: ZoneFacts): readonly number[] {
  return servers
    .flatMap(({ addresses }) => addresses)
    .flatMap(({ look }) => (look.kind === 'replied' ? [look.a, look.aaaa] : []))
    .flatMap((said) => (said?.authoritative === true && said.ttl !== null ? [said.ttl] : []));
}

function ttlClass(seconds: number): string {
  if (seconds < 60) return 'seconds';
  if (seconds < 3600) return 'minutes';
  return seconds < 86_400 ? 'hours' : 'days';
}
