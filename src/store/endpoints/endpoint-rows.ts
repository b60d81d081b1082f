import type { Kysely, Updateable } from 'kysely';
import type { Place } from '../../core/people.ts';
import type { Target } from '../../core/target.ts';
import type { Endpoint, EndpointChange } from '../../core/watch/endpoint.ts';
import { muteText } from '../codec/mute-codec.ts';
import { endpointOrNull } from '../codec/readable.ts';
import { destinationOf, targetKey } from '../codec/row-codec.ts';
import type { EndpointTable, Schema } from '../schema.ts';

export function endpointRow(endpoint: Endpoint): EndpointTable {
  return {
    id: endpoint.id,
    ...targetKey(endpoint.target),
    ...homeColumns(endpoint.home),
    owners: JSON.stringify(endpoint.owners),
    labels: JSON.stringify(endpoint.labels),
    added_by: endpoint.addedBy,
    added_at: endpoint.addedAt.getTime(),
    added_id: endpoint.addedId ?? '',
    origin: endpoint.origin ?? 'person',
    muted: muteText(endpoint.muted),
  };
}

export function homeColumns(home: Place): Pick<EndpointTable, 'home' | 'home_destination'> {
  return { home: JSON.stringify(home), home_destination: destinationOf({ kind: 'place', place: home }) };
}

export function changedColumns(change: EndpointChange): Updateable<EndpointTable> {
  return {
    ...(change.home === undefined ? {} : homeColumns(change.home)),
    ...(change.owners === undefined ? {} : { owners: JSON.stringify(change.owners) }),
    ...(change.labels === undefined ? {} : { labels: JSON.stringify(change.labels) }),
    ...(change.muted === undefined ? {} : { muted: muteText(change.muted) }),
  };
}

/** A row that nobody can read gives way to a new one of the same target: that is how it is mended. */
export async function removeUnreadable(db: Kysely<Schema>, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  const rows = await db
    .selectFrom('endpoints')
    .selectAll()
    .where(({ or, and }) => or(targets.map((target) => and(targetKey(target)))))
    .execute();
  const damaged = rows.filter((row) => endpointOrNull(row) === null).map(({ id }) => id);
  if (damaged.length > 0) await db.deleteFrom('endpoints').where('id', 'in', damaged).execute();
}
