import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Verdict } from '../../core/diagnosis.ts';
import type { Mention } from '../../core/people.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import type { LineCertificate, WatchLine } from '../../core/watch/watch-line.ts';
import { muteFrom } from '../codec/mute-codec.ts';
import { clientMark, endpointFrom, sightingFrom, windowFrom } from '../codec/row-codec.ts';
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
    yield rows.map(lineFrom);
    after = last.id;
    await nextTurn();
  }
}

function lineFrom(row: LineRow): WatchLine {
  const [url = row.url, client = null] = row.url.split(clientMark);
  const muted = muteFrom(row.muted);
  return {
    id: row.id,
    url,
    address: row.address === '' ? null : row.address,
    client,
    owners: JSON.parse(row.owners) as Mention[],
    labels: JSON.parse(row.labels) as Record<string, string>,
    ...(muted === null ? {} : { muted }),
    seen:
      row.at === null
        ? null
        : { at: new Date(row.at), verdict: row.verdict as Verdict, certificate: certificateFrom(row) },
  };
}

function certificateFrom(row: LineRow): LineCertificate | null {
  if (row.fingerprint256 === null || row.not_before === null || row.not_after === null) return null;
  return {
    fingerprint256: row.fingerprint256,
    notBefore: new Date(row.not_before),
    notAfter: new Date(row.not_after),
    ...(row.renewal_window === null ? {} : { renewalWindow: windowFrom(row.renewal_window) }),
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
  const seen = new Map(sightings.map((row) => [row.endpoint_id, sightingFrom(row)]));
  const found = new Map(endpoints.map((row) => [row.id, endpointFrom(row)]));
  return ids.flatMap((id): WatchRow[] => {
    const endpoint = found.get(id);
    if (endpoint === undefined) return [];
    const sighting = seen.get(id) ?? null;
    const certificate = sighting?.certificate ?? null;
    const state = certificate === null ? null : renewalState(certificate, now);
    return [{ endpoint, sighting, state, undelivered: undelivered.get(id) ?? null }];
  });
}
