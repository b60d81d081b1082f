import type { Kysely, Transaction } from 'kysely';
import type { AnswerStore } from '../../core/store/past.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';

/** How much is kept. All of it can be asked for again, so the oldest goes first. */
export type AnswerLimits = { readonly rows: number; readonly bytes: number };

const usualLimits: AnswerLimits = { rows: 20_000, bytes: 256 * 1024 * 1024 };

export function answerStore(db: Kysely<Schema>, limits: AnswerLimits = usualLimits): AnswerStore {
  return {
    async get(key, now) {
      const row = await db
        .selectFrom('answers')
        .select(['bytes', 'until'])
        .where('key', '=', key)
        .where('until', '>', now.getTime())
        .executeTakeFirst();
      return row === undefined ? null : { bytes: row.bytes, until: new Date(row.until) };
    },
    async put(key, bytes, until, now) {
      if (until <= now || bytes.length > limits.bytes) return;
      const columns = { until: until.getTime(), kept_at: now.getTime(), size: bytes.length, bytes };
      await inTransaction(db, async (transaction) => {
        await transaction.deleteFrom('answers').where('until', '<=', now.getTime()).execute();
        await transaction
          .insertInto('answers')
          .values({ key, ...columns })
          .onConflict((conflict) => conflict.column('key').doUpdateSet(columns))
          .execute();
        await makeRoom(transaction, key, limits);
      });
    },
  };
}

/** Drops the oldest, but never the one just put. */
async function makeRoom(db: Transaction<Schema>, newest: string, limits: AnswerLimits): Promise<void> {
  const total = await db
    .selectFrom('answers')
    .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.sum<number>('size').as('bytes')])
    .executeTakeFirstOrThrow();
  let rows = Number(total.rows);
  let bytes = Number(total.bytes);
  while (rows > limits.rows || bytes > limits.bytes) {
    const oldest = await db
      .selectFrom('answers')
      .select(['key', 'size'])
      .where('key', '!=', newest)
      .orderBy('kept_at')
      .orderBy('key')
      .limit(1)
      .executeTakeFirst();
    if (oldest === undefined) return;
    await db.deleteFrom('answers').where('key', '=', oldest.key).execute();
    rows -= 1;
    bytes -= oldest.size;
  }
}
