import { type Kysely, sql } from 'kysely';
import type { LeaseStore } from '../../core/store/leases.ts';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

export function leaseStore(db: Kysely<Schema>, engine: Engine): LeaseStore {
  return {
    async hold(name, holder, ms) {
      const until = sql<number>`${engine.clockMs} + ${sql.lit(Math.round(ms))}`;
      const held = await db
        .insertInto('leases')
        .values({ name, holder, until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until })
            .where(({ eb, or }) =>
              or([eb('leases.holder', '=', holder), eb('leases.until', '<=', engine.clockMs)]),
            ),
        )
        .returning('name')
        .executeTakeFirst();
      return held !== undefined;
    },
    async release(name, holder) {
      await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
    },
    async prune() {
      const pruned = await db
        .deleteFrom('leases')
        .where(({ eb }) => eb('until', '<=', engine.clockMs))
        .executeTakeFirst();
      return Number(pruned.numDeletedRows);
    },
    async clock() {
      const { rows } = await sql<{ readonly at: number }>`select ${engine.clockMs} as at`.execute(db);
      return new Date(Number(rows[0]?.at));
    },
  };
}
