import type { Kysely, Transaction } from 'kysely';
import { dayOf, packDays, totalsByDay, unpackDays } from '../../core/past/day-totals.ts';
import type { DayRun, LookRun, Spent } from '../../core/past/look-run.ts';
import type { LookStore } from '../../core/store/past.ts';
import { endpointHolder } from '../endpoints/holding.ts';
import type { Engine } from '../engine.ts';
import { inTransaction } from '../in-transaction.ts';
import type { LookTable, Schema } from '../schema.ts';
import { latencyFrom, latencyOf, pruneLatency, rollUpLatency } from './latencies.ts';
import { changeFrom, dayRunFrom, lookRunFrom } from './look-rows.ts';

export function lookStore(db: Kysely<Schema>, engine: Engine): LookStore {
  const hold = endpointHolder(engine);
  return {
    async of(endpointId, since) {
      const runs = db.selectFrom('looks').selectAll().where('endpoint_id', '=', endpointId);
      const days = db.selectFrom('days').selectAll().where('endpoint_id', '=', endpointId);
      const changes = db
        .selectFrom('changes')
        .select(['at', 'what', 'change'])
        .where('endpoint_id', '=', endpointId)
        .where('at', '>=', since.getTime());
      const rows = await runs.where('until', '>=', since.getTime()).orderBy('first_at').execute();
      return {
        runs: rows.map(lookRunFrom),
        days: (await days.orderBy('day').execute()).map(dayRunFrom).filter(endingAfter(since)),
        changes: (await changes.orderBy('at', 'desc').orderBy('seq', 'desc').execute()).map(changeFrom),
        latency: await latencyOf(db, endpointId, rows, since),
      };
    },
    async all(since) {
      const runs = await db.selectFrom('looks').selectAll().where('until', '>=', since.getTime()).execute();
      const days = await db.selectFrom('days').selectAll().execute();
      const found = new Map<string, { runs: LookRun[]; days: DayRun[] }>();
      const of = (id: string) => {
        const known = found.get(id) ?? { runs: [], days: [] };
        found.set(id, known);
        return known;
      };
      for (const row of runs) of(row.endpoint_id).runs.push(lookRunFrom(row));
      const isLate = endingAfter(since);
      for (const row of days) {
        const packed = dayRunFrom(row);
        if (isLate(packed)) of(row.endpoint_id).days.push(packed);
      }
      return found;
    },
    async rollUp(before, limit) {
      const rows = await db
        .selectFrom('looks')
        .select('endpoint_id')
        .distinct()
        .where('first_at', '<', before.getTime())
        .whereRef('until', '>', 'first_at')
        .limit(limit)
        .execute();
      if (rows.length === 0) return 0;
      await inTransaction(db, async (transaction) => {
        await engine.hold(transaction, 'days');
        const held = await hold(
          transaction,
          rows.map(({ endpoint_id }) => endpoint_id),
        );
        for (const id of held) await rollUpOne(transaction, id, before);
      });
      return rows.length;
    },
    async prune(before) {
      const first = dayOf(before);
      await inTransaction(db, async (transaction) => {
        await engine.hold(transaction, 'days');
        await transaction.deleteFrom('changes').where('at', '<', before.getTime()).execute();
        // What has no length is never rolled up; the newest stays, for the next look is held against it.
        await transaction
          .deleteFrom('looks')
          .where('until', '<', before.getTime())
          .where('first_at', '<', (query) =>
            query
              .selectFrom('looks as newer')
              .select(({ fn }) => fn.max('newer.first_at').as('at'))
              .whereRef('newer.endpoint_id', '=', 'looks.endpoint_id'),
          )
          .execute();
        await pruneLatency(transaction, first);
        const old = await transaction.selectFrom('days').selectAll().where('day', '<', first).execute();
        for (const { endpoint_id, day, days, ...spent } of old) {
          await transaction
            .deleteFrom('days')
            .where('endpoint_id', '=', endpoint_id)
            .where('day', '=', day)
            .execute();
          if (day + days <= first) continue;
          const kept = { endpoint_id, day: first, days: day + days - first, ...spent };
          await transaction.insertInto('days').values(kept).execute();
        }
      });
    },
  };
}

function endingAfter(since: Date): (run: DayRun) => boolean {
  const first = dayOf(since);
  return ({ day, days }) => day + days > first;
}

/** Moves what lies before from the runs to the days: done again it finds nothing to move. */
async function rollUpOne(db: Transaction<Schema>, endpointId: string, before: Date): Promise<void> {
  const edge = before.getTime();
  const rows = await db
    .selectFrom('looks')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .where('first_at', '<', edge)
    .orderBy('first_at')
    .execute();
  await addDays(db, endpointId, totalsByDay(rows.map(lookRunFrom), new Date(0), before));
  await rollUpLatency(db, endpointId, rows, dayOf(before));
  const newest = await db
    .selectFrom('looks')
    .select(({ fn }) => fn.max('first_at').as('at'))
    .where('endpoint_id', '=', endpointId)
    .executeTakeFirstOrThrow();
  await db.deleteFrom('looks').where('endpoint_id', '=', endpointId).where('first_at', '<', edge).execute();
  for (const row of rows) {
    const rest = restOf(row, edge, row.first_at === newest.at);
    if (rest !== null) await db.insertInto('looks').values(rest).execute();
  }
}

/** What stays of a run that began before the edge. */
function restOf(row: LookTable, edge: number, isNewest: boolean): LookTable | null {
  if (row.until > edge) {
    const took = latencyFrom(row.took, dayOf(new Date(edge)));
    return { ...row, first_at: edge, last_at: Math.max(row.last_at, edge), took };
  }
  // Without length it counts nowhere any more, and still says what the next look is held against.
  return isNewest ? { ...row, first_at: row.last_at, until: row.last_at, took: null } : null;
}

/** A day that was rolled up before is complete: what a clock set back puts there again is not counted twice. */
async function addDays(
  db: Transaction<Schema>,
  endpointId: string,
  totals: ReadonlyMap<number, Spent>,
): Promise<void> {
  if (totals.size === 0) return;
  const first = Math.min(...totals.keys());
  const touching = await db
    .selectFrom('days')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .where(({ eb, ref }) => eb(eb(ref('day'), '+', ref('days')), '>=', first))
    .execute();
  const known = unpackDays(touching.map(dayRunFrom), Number.NEGATIVE_INFINITY);
  for (const [day, spent] of totals) if (!known.has(day)) known.set(day, spent);
  for (const { day } of touching) {
    await db.deleteFrom('days').where('endpoint_id', '=', endpointId).where('day', '=', day).execute();
  }
  const packed = packDays(known);
  for (const { day, days, spent } of packed) {
    await db
      .insertInto('days')
      .values({ endpoint_id: endpointId, day, days, ...spent })
      .execute();
  }
}
