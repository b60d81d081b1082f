import { type Kysely, sql } from 'kysely';
import type { ActionStore, DigestStore, FeedStore, SlotStore } from '../../core/store/delivery.ts';
import { decodeMessage, encodeMessage } from '../codec/message-codec.ts';
import { digestFrom, placeKey } from '../codec/row-codec.ts';
import type { Engine } from '../engine.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';

export function digestStore(db: Kysely<Schema>): DigestStore {
  return {
    async get(place) {
      const row = await db
        .selectFrom('digests')
        .selectAll()
        .where(({ and }) => and(placeKey(place)))
        .executeTakeFirst();
      return row === undefined ? null : digestFrom(row);
    },
    async set(schedule) {
      const { cron, zone } = schedule;
      const columns = { cron, zone, set_by: schedule.setBy };
      await db
        .insertInto('digests')
        .values({ ...placeKey(schedule.place), ...columns })
        .onConflict((conflict) => conflict.columns(['platform', 'channel', 'thread']).doUpdateSet(columns))
        .execute();
    },
    async remove(place) {
      const result = await db
        .deleteFrom('digests')
        .where(({ and }) => and(placeKey(place)))
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
    async list() {
      const rows = await db
        .selectFrom('digests')
        .selectAll()
        .orderBy('platform')
        .orderBy('channel')
        .orderBy('thread')
        .execute();
      return rows.map(digestFrom);
    },
  };
}

/** The console shows recent history, not an archive. */
const longestFeed = 1000;

export function feedStore(db: Kysely<Schema>, engine: Engine): FeedStore {
  /** One after the other: whoever reads on from a revision must not meet a lower one later. */
  const inTurn = <T>(work: (transaction: Kysely<Schema>) => Promise<T>) =>
    inTransaction(db, async (transaction) => {
      await engine.hold(transaction, 'feed');
      return work(transaction);
    });
  return {
    async append(message, at, under = null) {
      const { id } = await inTurn((transaction) =>
        transaction
          .insertInto('feed')
          .values({
            at: at.getTime(),
            message: encodeMessage(message),
            under,
            revision: nextRevision(transaction),
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      );
      await db
        .deleteFrom('feed')
        .where('id', '<=', id - longestFeed)
        .execute();
      return id;
    },
    async replace(id, message) {
      const result = await inTurn((transaction) =>
        transaction
          .updateTable('feed')
          .set({ message: encodeMessage(message), revision: nextRevision(transaction) })
          .where('id', '=', id)
          .executeTakeFirst(),
      );
      return result.numUpdatedRows > 0n;
    },
    async list(afterRevision, limit) {
      const rows = await db
        .selectFrom('feed')
        .selectAll()
        .where('revision', '>', afterRevision)
        .orderBy('revision', 'desc')
        .limit(limit)
        .execute();
      return rows.toReversed().map((row) => ({
        id: row.id,
        at: new Date(row.at),
        message: decodeMessage(row.message),
        under: row.under,
        revision: row.revision,
      }));
    },
  };
}

/** The newest item keeps the highest from being forgotten. */
function nextRevision(db: Kysely<Schema>) {
  return db
    .selectFrom('feed')
    .select(({ fn, val }) => sql<number>`${fn.coalesce(fn.max('revision'), val(0))} + 1`.as('revision'));
}

export function actionStore(db: Kysely<Schema>): ActionStore {
  return {
    async remember(id, action) {
      await db
        .insertInto('actions')
        .values({ id, action })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ action }))
        .execute();
    },
    async recall(id) {
      const row = await db.selectFrom('actions').select('action').where('id', '=', id).executeTakeFirst();
      return row?.action ?? null;
    },
  };
}

/** Nobody asks for a slot this old again; a sweep every few seconds would fill the disk with them. */
const keptSlotsMs = 7 * 86_400_000;
/** However old: a clock that leapt ahead and was set back must find what was done before. */
const fewestSlots = 32;

export function slotStore(db: Kysely<Schema>): SlotStore {
  return {
    async claim(job, slot, now) {
      const claimed = await db
        .insertInto('slots')
        .values({ job, slot: slot.getTime(), claimed_at: now.getTime() })
        .onConflict((conflict) => conflict.columns(['job', 'slot']).doNothing())
        .returning('slot')
        .executeTakeFirst();
      if (claimed === undefined) return false;
      await db
        .deleteFrom('slots')
        .where('job', '=', job)
        .where('slot', '<', slot.getTime() - keptSlotsMs)
        // None where there are fewer: nothing is less than null.
        .where('slot', '<', ({ selectFrom }) =>
          selectFrom('slots as newer')
            .select('newer.slot')
            .where('newer.job', '=', job)
            .orderBy('newer.slot', 'desc')
            .limit(1)
            .offset(fewestSlots - 1),
        )
        .execute();
      return true;
    },
    async isClaimed(job, slot) {
      const row = await db
        .selectFrom('slots')
        .select('slot')
        .where('job', '=', job)
        .where('slot', '=', slot.getTime())
        .executeTakeFirst();
      return row !== undefined;
    },
    async latest(job) {
      const row = await db
        .selectFrom('slots')
        .select(({ fn }) => fn.max('slot').as('slot'))
        .where('job', '=', job)
        .executeTakeFirst();
      return row === undefined || row.slot === null ? null : new Date(row.slot);
    },
  };
}
