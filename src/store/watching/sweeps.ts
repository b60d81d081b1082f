import type { Kysely } from 'kysely';
import type { BatchOutcome, PlannedSweep, SweepStore } from '../../core/store/sweeps.ts';
import { decodeRecord, encodeRecord } from '../codec/record-codec.ts';
import { type Engine, forChanging } from '../engine.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema, SweepTable } from '../schema.ts';

const keptMs = 7 * 86_400_000;

export function sweepStore(db: Kysely<Schema>, engine: Engine): SweepStore {
  return {
    async begin({ id, slot, plannedAt }) {
      const before = plannedAt.getTime() - keptMs;
      await db.deleteFrom('sweeps').where('ended_at', '<', before).execute();
      const added = await db
        .insertInto('sweeps')
        .values({
          id,
          slot: slot.getTime(),
          planned_at: plannedAt.getTime(),
          bounds: null,
          ended_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async setBounds(id, bounds) {
      await db
        .updateTable('sweeps')
        .set({ bounds: JSON.stringify(bounds) })
        .where('id', '=', id)
        .where('bounds', 'is', null)
        .execute();
      const row = await db.selectFrom('sweeps').select('bounds').where('id', '=', id).executeTakeFirst();
      return row === undefined ? bounds : (boundsFrom(row.bounds) ?? bounds);
    },
    async find(id) {
      const row = await db.selectFrom('sweeps').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined || row.ended_at !== null ? null : sweepFrom(row);
    },
    async running() {
      const rows = await db
        .selectFrom('sweeps')
        .selectAll()
        .where('ended_at', 'is', null)
        .orderBy('planned_at')
        .execute();
      return rows.map(sweepFrom);
    },
    keepBatch: (id, batch, outcome) =>
      inTransaction(db, async (transaction) => {
        const sweep = transaction.selectFrom('sweeps').select('ended_at').where('id', '=', id);
        const held = await forChanging(engine, sweep).executeTakeFirst();
        if (held === undefined || held.ended_at !== null) return 0;
        await transaction
          .insertInto('sweep_batches')
          .values({ sweep_id: id, batch, outcome: encodeRecord(outcome) })
          .onConflict((conflict) => conflict.columns(['sweep_id', 'batch']).doNothing())
          .execute();
        const kept = await transaction
          .selectFrom('sweep_batches')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('sweep_id', '=', id)
          .executeTakeFirstOrThrow();
        return Number(kept.count);
      }),
    async keptBatches(id) {
      const rows = await db
        .selectFrom('sweep_batches')
        .select('batch')
        .where('sweep_id', '=', id)
        .orderBy('batch')
        .execute();
      return rows.map(({ batch }) => batch);
    },
    async batch(id, batch) {
      const row = await db
        .selectFrom('sweep_batches')
        .select('outcome')
        .where('sweep_id', '=', id)
        .where('batch', '=', batch)
        .executeTakeFirst();
      return row === undefined ? null : decodeRecord<BatchOutcome>(row.outcome);
    },
    end: (id, now) =>
      inTransaction(db, async (transaction) => {
        const ended = await transaction
          .updateTable('sweeps')
          .set({ ended_at: now.getTime() })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .executeTakeFirst();
        await transaction.deleteFrom('sweep_batches').where('sweep_id', '=', id).execute();
        return ended.numUpdatedRows > 0n;
      }),
  };
}

function sweepFrom({ id, slot, planned_at, bounds }: SweepTable): PlannedSweep {
  return { id, slot: new Date(slot), plannedAt: new Date(planned_at), bounds: boundsFrom(bounds) };
}

function boundsFrom(bounds: string | null): readonly string[] | null {
  return bounds === null ? null : (JSON.parse(bounds) as readonly string[]);
}
