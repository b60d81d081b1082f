import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import type { Endpoint, WatchRow } from '../../core/watch/endpoint.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import { bySoonestEnd } from '../../core/watch/soonest-end.ts';
import { endpointOrNull, readable, sightingOrNull } from '../codec/readable.ts';
import { targetKey } from '../codec/row-codec.ts';
import type { Engine } from '../engine.ts';
import { lookRecorder } from '../past/record-look.ts';
import type { Schema } from '../schema.ts';
import { readAlarmed } from './alarmed.ts';
import { changeAll } from './change-endpoints.ts';
import { endpointRow, removeUnreadable } from './endpoint-rows.ts';
import { readCounts, readMatching } from './matching.ts';
import { readOwned } from './owned.ts';
import { rangeStore } from './ranges.ts';
import { readDoubtful, readNaming, readServing, readUnseen, readWell } from './serving.ts';
import { turnStore } from './turns.ts';
import { readUndelivered } from './undelivered.ts';
import { readLines, readRowsOf } from './watch-lines.ts';

/** Two of the usual intervals: one look may be late, or be missed. */
const usualGapMs = 2 * 3_600_000;

export function endpointStore(db: Kysely<Schema>, engine: Engine, longestGapMs = usualGapMs): EndpointStore {
  return {
    async add(endpoint, addedAt) {
      await removeUnreadable(db, [endpoint.target]);
      const row = await db
        .insertInto('endpoints')
        .values(endpointRow({ ...endpoint, id: randomUUID(), addedAt }))
        .onConflict((conflict) => conflict.columns(['url', 'address']).doNothing())
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : endpointOrNull(row);
    },

    async find(target) {
      const { url, address } = targetKey(target);
      const row = await db
        .selectFrom('endpoints')
        .selectAll()
        .where('url', '=', url)
        .where('address', '=', address)
        .executeTakeFirst();
      return row === undefined ? null : endpointOrNull(row);
    },

    change: async (id, change) => (await changeAll(db, [id], change))[0] ?? null,
    changeAll: (ids, change) => changeAll(db, ids, change),

    async remove(id) {
      const result = await db.deleteFrom('endpoints').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },

    matching: (typed, limit) => readMatching(db, typed, limit),

    async count() {
      const row = await db
        .selectFrom('endpoints')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    countOf: (hosts, addedId) => readCounts(db, hosts, addedId),

    async *batches(size): AsyncGenerator<readonly Endpoint[]> {
      let after = '';
      for (;;) {
        const rows = await db
          .selectFrom('endpoints')
          .selectAll()
          .where('id', '>', after)
          .orderBy('id')
          .limit(size)
          .execute();
        const last = rows.at(-1);
        if (last === undefined) return;
        yield readable(rows, endpointOrNull);
        after = last.id;
      }
    },

    ...rangeStore(db),
    rows: (now) => readRows(db, now),
    rowsOf: (ids, now) => readRowsOf(db, ids, now),
    lines: (size) => readLines(db, size),
    alarmed: () => readAlarmed(db),
    owned: (asked) => readOwned(db, asked),
    serving: (fingerprints) => readServing(db, fingerprints),
    ...turnStore(db, engine),
    ...lookRecorder(db, engine, longestGapMs),
    naming: (names) => readNaming(db, names),
    doubtful: (limit) => readDoubtful(db, limit),
    well: (asked) => readWell(db, asked),
    unseen: (limit) => readUnseen(db, limit),
  };
}

async function readRows(db: Kysely<Schema>, now: Date): Promise<readonly WatchRow[]> {
  const [endpoints, sightings, undelivered] = await Promise.all([
    db.selectFrom('endpoints').selectAll().execute(),
    db.selectFrom('sightings').selectAll().execute(),
    readUndelivered(db, now),
  ]);
  const seen = new Map(readable(sightings, sightingOrNull).map((one) => [one.endpointId, one]));
  return readable(endpoints, endpointOrNull)
    .map((endpoint): WatchRow => {
      const sighting = seen.get(endpoint.id) ?? null;
      const certificate = sighting?.certificate ?? null;
      return {
        endpoint,
        sighting,
        state: certificate === null ? null : renewalState(certificate, now),
        undelivered: undelivered.get(endpoint.id) ?? null,
      };
    })
    .toSorted(bySoonestEnd);
}
