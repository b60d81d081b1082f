import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { type Verdict, verdicts } from '../../core/diagnosis.ts';
import type { Mention } from '../../core/people.ts';
import { jsonOrNull } from '../../core/text/json.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import type { LineCertificate, WatchLine } from '../../core/watch/watch-line.ts';
import {
  endpointOrNull,
  isLabels,
  isOwners,
  mutedOrNull,
  readable,
  sightingOrNull,
  windowOf,
} from '../codec/readable.ts';
import { clientMark } from '../codec/row-codec.ts';
import type { EndpointTable, Schema, SightingTable } from '../schema.ts';
import { readUndelivered } from './undelivered.ts';

type LineRow = Pick<EndpointTable, 'id' | 'url' | 'address' | 'owners' | 'labels' | 'muted'> & {
  readonly [Column in SeenColumn]: SightingTable[Column] | null;
};

const seenColumns = [
  'at',
  'verdict',
  'fingerprint256',
  'not_before',
  'not_after',
  'renewal_window',
  'issuer',
] as const;
type SeenColumn = (typeof seenColumns)[number];

/** In the order of ids, with a turn for everybody else between two batches. */
export async function* readLines(db: Kysely<Schema>, size: number): AsyncGenerator<readonly WatchLine[]> {
  let after = '';
  for (;;) {
    const rows: LineRow[] = await db
      .selectFrom('endpoints')
      .leftJoin('sightings', 'sightings.endpoint_id', 'endpoints.id')
      .select(['id', 'url', 'address', 'owners', 'labels', 'muted'])
      .select(seenColumns)
      .where('id', '>', after)
      .orderBy('id')
      .limit(size)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield readable(rows, lineOrNull);
    after = last.id;
    await nextTurn();
  }
}

/** Null: nobody can read it. A look that cannot be read counts as none. */
function lineOrNull(row: LineRow): WatchLine | null {
  const [url = row.url, client = null] = row.url.split(clientMark);
  const owners = jsonOrNull(row.owners);
  const labels = jsonOrNull(row.labels);
  const muted = row.muted === null ? null : mutedOrNull(row.muted);
  if (!isOwners(owners) || !isLabels(labels) || (muted === null && row.muted !== null)) return null;
  return {
    id: row.id,
    url,
    address: row.address === '' ? null : row.address,
    client,
    owners: owners as Mention[],
    labels: labels as Record<string, string>,
    ...(muted === null ? {} : { muted }),
    seen:
      row.at === null || !isVerdict(row.verdict)
        ? null
        : { at: new Date(row.at), verdict: row.verdict, certificate: certificateFrom(row) },
  };
}

function isVerdict(kept: string | null): kept is Verdict {
  return verdicts.some((known) => known === kept);
}

function certificateFrom(row: LineRow): LineCertificate | null {
  if (row.fingerprint256 === null || row.not_before === null || row.not_after === null) return null;
  return {
    fingerprint256: row.fingerprint256,
    notBefore: new Date(row.not_before),
    notAfter: new Date(row.not_after),
    ...windowOf(row.renewal_window),
    issuer: row.issuer ?? '',
  };
}

/** These endpoints in this order, those of them that are still there. At most a page of them is asked for. */
export async function readRowsOf(
  db: Kysely<Schema>,
  ids: readonly string[],
  now: Date,
): Promise<readonly WatchRow[]> {
  if (ids.length === 0) return [];
  const [endpoints, sightings, undelivered] = await Promise.all([
    db.selectFrom('endpoints').selectAll().where('id', 'in', ids).execute(),
    db.selectFrom('sightings').selectAll().where('endpoint_id', 'in', ids).execute(),
    readUndelivered(db, now, ids),
  ]);
  const seen = new Map(readable(sightings, sightingOrNull).map((one) => [one.endpointId, one]));
  const found = new Map(readable(endpoints, endpointOrNull).map((one) => [one.id, one]));
  return ids.flatMap((id): WatchRow[] => {
    const endpoint = found.get(id);
    if (endpoint === undefined) return [];
    const sighting = seen.get(id) ?? null;
    const certificate = sighting?.certificate ?? null;
    const state = certificate === null ? null : renewalState(certificate, now);
    return [{ endpoint, sighting, state, undelivered: undelivered.get(id) ?? null }];
  });
}
