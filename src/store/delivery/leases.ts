import { type Kysely, sql } from 'kysely';
import type { LeaseStore } from '../../core/store/leases.ts';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

export function leaseStore(db: Kysely<Schema>, engine: Engine): LeaseStore {
  const inMs = (ms: number) => sql<number>`${engine.clockMs} + ${sql.lit(Math.round(ms))}`;
  return {
    async hold(name, holder, ms) {
      const until = inMs(ms);
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
    async holder(name) {
      const row = await db.selectFrom('leases').select('holder').where('name', '=', name).executeTakeFirst();
      return row?.holder ?? null;
    },
    async takeFrom(name, dead, holder, ms) {
      const taken = await db
        .updateTable('leases')
        .set({ holder, until: inMs(ms) })
        .where('name', '=', name)
        .where('holder', '=', dead)
        .returning('name')
        .executeTakeFirst();
      return taken !== undefined;
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
