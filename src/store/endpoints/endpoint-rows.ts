import type { Updateable } from 'kysely';
import type { Place } from '../../core/people.ts';
import type { Endpoint, EndpointChange } from '../../core/watch/endpoint.ts';
import { muteText } from '../codec/mute-codec.ts';
import { destinationOf, targetKey } from '../codec/row-codec.ts';
import type { EndpointTable } from '../schema.ts';

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
