import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { LimitStore } from '../../core/store/limits.ts';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/** Every so many calls what is over is taken away. */
const callsBetweenSweeps = 500;

/**
 * One row for each bucket: the time at which it is full again ("virtual scheduling", ITU-T I.371 annex A), so that taking from it
 * is one statement which nobody else comes between.
 */
export function limitStore(db: Kysely<Schema>, { clockMs: now }: Engine): LimitStore {
  let calls = 0;

  async function sweep(): Promise<void> {
    calls += 1;
    if (calls % callsBetweenSweeps === 0) await db.deleteFrom('limits').where('until', '<=', now).execute();
  }

  return {
    async take(wanted, fullMs) {
      await sweep();
      // All who take several take them in one order: nobody waits for each other.
      const ordered = wanted.toSorted((one, other) => (one.key < other.key ? -1 : 1));
      const over = await Promise.all(ordered.map(({ key, costMs }) => takeOne(key, costMs, fullMs)));
      return over.filter((one) => one !== null);
    },
  };

  async function takeOne(key: string, costMs: number, fullMs: number) {
    if ((await upsert(key, costMs, fullMs)) !== undefined) return null;
    const left = sql<number>`${sql.ref('until')} - ${now}`;
    const row = await db
      .selectFrom('limits')
      .select(left.as('left'))
      .where('key', '=', key)
      .executeTakeFirst();
    return { key, waitMs: Math.max(1, Math.ceil(Number(row?.left ?? 0) + costMs - fullMs)) };
  }

  /** Undefined where too little is left. */
  function upsert(key: string, costMs: number, fullMs: number) {
    const cost = sql.lit(Math.round(costMs));
    const begins: RawBuilder<number> = sql`case when limits.until > ${now} then limits.until else ${now} end`;
    return db
      .insertInto('limits')
      .values({ key, until: sql<number>`${now} + ${cost}` })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet({ until: sql<number>`${begins} + ${cost}` })
          .where(sql<boolean>`${begins} + ${cost} <= ${now} + ${sql.lit(Math.round(fullMs))}`),
      )
      .returning('key')
      .executeTakeFirst();
  }
}
