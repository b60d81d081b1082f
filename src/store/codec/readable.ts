import { verdicts } from '../../core/diagnosis.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Mute } from '../../core/watch/alarm/mute.ts';
import { troubles } from '../../core/watch/alarm/problem.ts';
import type { Endpoint, Sighting } from '../../core/watch/endpoint.ts';
import type { WatchRule } from '../../core/watch/policy/rule.ts';
import type { RenewalWindow } from '../../core/watch/renewal/renewal.ts';
import type { EndpointTable, SightingTable } from '../schema.ts';
import { incidentFrom, ruleFrom } from './incident-codec.ts';
import { isMention, isPlace } from './kept-message.ts';
import { muteFrom } from './mute-codec.ts';
import { endpointFrom, sightingFrom, windowFrom } from './row-codec.ts';
import { byKind, fields, isOneOf, listOf, optional, orNull, type Shape, text } from './shapes.ts';

/**
 * Rows as records, or null of one that is damaged or another version's: whoever reads a page of them goes on with the others, and
 * `damagedRows` finds it again to tell of it.
 */
export function readable<Row, Kept>(rows: readonly Row[], read: (row: Row) => Kept | null): readonly Kept[] {
  return rows.flatMap((row) => read(row) ?? []);
}

export function endpointOrNull(row: EndpointTable): Endpoint | null {
  return soundOrNull(() => endpointFrom(row), endpoint);
}

export function sightingOrNull(row: Omit<SightingTable, 'turns_at'>): Sighting | null {
  return soundOrNull(() => sightingFrom(row), sighting);
}

export function incidentOrNull(row: {
  readonly incident: string;
  readonly version: number;
}): Incident | null {
  return soundOrNull(() => incidentFrom(row.incident, row.version), incident);
}

export function ruleOrNull({ rule: kept }: { readonly rule: string }): WatchRule | null {
  return soundOrNull(() => ruleFrom(kept), rule);
}

export function mutedOrNull(kept: string): Mute | null {
  return soundOrNull(() => muteFrom(kept), muted);
}

/** Left out where it cannot be read, as where the authority said nothing. */
export function windowOf(kept: string | null): { readonly renewalWindow?: RenewalWindow } {
  const read = kept === null ? null : soundOrNull(() => windowFrom(kept), window);
  return read === null ? {} : { renewalWindow: read };
}

/** What cannot be read is thrown by JSON, by targets and by dates, and by whatever is asked of a text where a list should be. */
function soundOrNull<Kept>(read: () => Kept | null, isSound: Shape): Kept | null {
  try {
    const kept = read();
    return isSound(kept) ? kept : null;
  } catch {
    return null;
  }
}

const date: Shape = (value) => value instanceof Date && !Number.isNaN(value.getTime());
const count: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
const anything: Shape = (value) => typeof value === 'object' && value !== null;
const dateOrNone = orNull(date);
const textOrNone = orNull(text);

const muted = fields({
  until: date,
  at: date,
  by: isMention,
  reason: textOrNone,
  endedBy: optional(isMention),
});

export const isLabels: Shape = (value) => fields({})(value) && Object.values(value as object).every(text);
export const isOwners: Shape = listOf(isMention);

const endpoint = fields({
  ...{ id: text, home: isPlace, owners: isOwners, labels: isLabels },
  ...{ addedBy: text, addedAt: date, muted: optional(muted) },
});

const window = fields({ start: date, end: date, source: text, explanationUrl: textOrNone });

const validity = {
  ...{ fingerprint256: text, notBefore: date, notAfter: date, issuer: text, names: listOf(text) },
  renewalWindow: optional(window),
};

const sighting = fields({
  ...{ endpointId: text, at: date, verdict: isOneOf(...verdicts), rootCause: textOrNone, reason: textOrNone },
  ...{ certificate: orNull(fields(validity)), certificateSeenAt: dateOrNone },
  served: listOf(fields({ ...validity, addresses: listOf(text) })),
  conditions: listOf(
    fields({
      ...{ trouble: isOneOf(...troubles), fingerprint256: textOrNone, bad: count, good: count },
      ...{ since: date, confirmedAt: dateOrNone, turns: listOf(date), cause: anything },
    }),
  ),
});

/** What is shown only is left to whoever shows it, who bears with what an older version did not write. */
const told = fields({
  ...{ name: text, more: count, cause: orNull(anything) },
  endpoints: listOf(fields({ endpointId: text, name: text, url: text })),
  certificate: orNull(fields({ ...validity, seenAt: date })),
});

const incident = fields({
  ...{ id: text, problem: text, home: isPlace, state: text, openedAt: date, stateAt: date },
  subject: byKind({
    certificate: fields({ fingerprint256: text }),
    endpoint: fields({ endpointId: text }),
  }),
  ...{ owners: isOwners, told },
  ladder: fields({ rung: orNull(count), climbedAt: dateOrNone, turn: count }),
  acknowledged: orNull(fields({ by: isMention, at: date, until: dateOrNone, state: text })),
  ...{ snoozedUntil: dateOrNone, muted: optional(orNull(muted)), renewalSeenAt: optional(dateOrNone) },
  ...{ endedAt: dateOrNone, nextAt: dateOrNone },
});

const rule = fields({
  ...{ owners: orNull(isOwners), policy: orNull(anything), setBy: text, setAt: date },
  scope: byKind({
    all: () => true,
    label: fields({ label: text, value: text }),
    endpoint: fields({ endpointId: text }),
  }),
});
