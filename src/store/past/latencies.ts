import type { Kysely, Transaction } from 'kysely';
import { dayOf } from '../../core/past/day-totals.ts';
import { addSketches, type DayLatency, type Sketch } from '../../core/past/latency.ts';
import { decodeDays, encodeDays } from '../codec/latency-codec.ts';
import type { LookTable, Schema } from '../schema.ts';

/** Days in one row: a row for each day would be mostly key. */
const daysInRow = 28;

/** How long connections took on each day since, as the runs and what was rolled up of them tell. */
export async function latencyOf(
  db: Kysely<Schema>,
  endpointId: string,
  runs: readonly Pick<LookTable, 'took'>[],
  since: Date,
): Promise<readonly DayLatency[]> {
  const first = dayOf(since);
  const rolled = await rolledUp(db, endpointId, first);
  const days = new Map(byDay(runs));
  // A day that was rolled up is complete; what a clock set back put there again counts no second time.
  for (const { day, sketch } of rolled) days.set(day, sketch);
  return [...days]
    .map(([day, sketch]) => ({ day, sketch }))
    .filter(({ day }) => day >= first)
    .toSorted((one, other) => one.day - other.day);
}

/** Moves what these runs hold of days before `edge`; a day that was moved before is complete. */
export async function rollUpLatency(
  db: Transaction<Schema>,
  endpointId: string,
  runs: readonly Pick<LookTable, 'took'>[],
  edge: number,
): Promise<void> {
  const moved = [...byDay(runs)].filter(([day]) => day < edge);
  if (moved.length === 0) return;
  const known = await rolledUp(db, endpointId, Math.min(...moved.map(([day]) => day)));
  const complete = new Set(known.map(({ day }) => day));
  const added = moved
    .filter(([day]) => !complete.has(day))
    .map(([day, sketch]): DayLatency => ({ day, sketch }));
  for (const weeks of new Set(added.map(({ day }) => weeksOf(day)))) {
    const all = [...known, ...added].filter(({ day }) => weeksOf(day) === weeks);
    const took = encodeDays(all) ?? '';
    await db
      .insertInto('latencies')
      .values({ endpoint_id: endpointId, weeks, took })
      .onConflict((conflict) => conflict.columns(['endpoint_id', 'weeks']).doUpdateSet({ took }))
      .execute();
  }
}

/** What stays of a run when the days before `edge` were moved. */
export function latencyFrom(took: string | null, edge: number): string | null {
  return encodeDays(decodeDays(took).filter(({ day }) => day >= edge));
}

/** Whole rows go: up to 27 days stay longer, and nobody asks for them. */
export async function pruneLatency(db: Transaction<Schema>, first: number): Promise<void> {
  await db.deleteFrom('latencies').where('weeks', '<', weeksOf(first)).execute();
}

async function rolledUp(
  db: Kysely<Schema> | Transaction<Schema>,
  endpointId: string,
  first: number,
): Promise<readonly DayLatency[]> {
  const rows = await db
    .selectFrom('latencies')
    .select('took')
    .where('endpoint_id', '=', endpointId)
    .where('weeks', '>=', weeksOf(first))
    .execute();
  return rows.flatMap(({ took }) => decodeDays(took));
}

function weeksOf(day: number): number {
  return Math.floor(day / daysInRow);
}

function byDay(runs: readonly Pick<LookTable, 'took'>[]): ReadonlyMap<number, Sketch> {
  const days = new Map<number, Sketch>();
  for (const { day, sketch } of runs.flatMap(({ took }) => decodeDays(took))) {
    const known = days.get(day);
    days.set(day, known === undefined ? sketch : addSketches([known, sketch]));
  }
  return days;
}
