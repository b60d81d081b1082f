import { targetText } from '../../core/target.ts';
import { type Incident, isAcknowledged } from '../../core/watch/alarm/incident.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import type { DigestMuted, DigestNews } from '../../views/digest/content.ts';

/** The leaf that each endpoint was serving when the last digest was made, by endpoint; the beginning of its SHA-256. */
export type LeavesBefore = Readonly<Record<string, string>>;

const fingerprintDigits = 16;

export function leavesOf(rows: readonly WatchRow[]): LeavesBefore {
  return Object.fromEntries(
    rows.flatMap(({ endpoint, sighting }) => {
      const leaf = sighting?.certificate?.fingerprint256.slice(0, fingerprintDigits);
      return leaf === undefined ? [] : [[endpoint.id, leaf]];
    }),
  );
}

/** Changes that stand, and alarms that are over. */
export function newsOf(rows: readonly WatchRow[], ended: readonly Incident[]): readonly DigestNews[] {
  const changed = rows.flatMap(({ endpoint, sighting }): readonly DigestNews[] => {
    const change = sighting?.conditions.find(
      ({ trouble, confirmedAt }) => trouble === 'changed' && confirmedAt !== null,
    );
    if (change === undefined) return [];
    const name = targetText(endpoint.target);
    return [{ name, kind: 'changed', at: change.confirmedAt ?? change.since, words: change.cause.title }];
  });
  const over = ended.flatMap((incident): readonly DigestNews[] => {
    const { end, endedAt, state, told } = incident;
    if (endedAt === null || end === null || end === 'removed') return [];
    return [{ name: told.name, kind: end, at: endedAt, words: state }];
  });
  return [...changed, ...over];
}

/** Endpoints that serve another certificate than at the last digest, and that no alarm was about. */
export function quietlyRenewed(
  rows: readonly WatchRow[],
  before: LeavesBefore,
  ended: readonly Incident[],
): readonly string[] {
  const told = new Set(
    ended.flatMap((incident) => incident.told.endpoints.map(({ endpointId }) => endpointId)),
  );
  return rows.flatMap(({ endpoint, sighting }) => {
    const leaf = sighting?.certificate?.fingerprint256.slice(0, fingerprintDigits);
    const old = before[endpoint.id];
    if (leaf === undefined || old === undefined || leaf === old || told.has(endpoint.id)) return [];
    const isChange = sighting?.conditions.some(
      ({ trouble, confirmedAt }) => trouble === 'changed' && confirmedAt !== null,
    );
    return isChange === true ? [] : [targetText(endpoint.target)];
  });
}

export function mutedOf(open: readonly Incident[], now: Date): readonly DigestMuted[] {
  return open.flatMap((incident): readonly DigestMuted[] => {
    const { told, state, snoozedUntil, acknowledged } = incident;
    const about = { name: told.name, state };
    if (acknowledged !== null && isAcknowledged(incident, now)) {
      const { by, until, reason } = acknowledged;
      return [{ ...about, until: later(until, snoozedUntil), by, reason }];
    }
    if (snoozedUntil === null || snoozedUntil <= now) return [];
    return [{ ...about, until: snoozedUntil, by: null, reason: null }];
  });
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one;
  return one > other ? one : other;
}
