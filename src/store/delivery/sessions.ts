import { type Kysely, sql } from 'kysely';
import type { SessionStore } from '../../core/store/sessions.ts';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

export function sessionStore(db: Kysely<Schema>, { clockMs: now }: Engine): SessionStore {
  return {
    async open(key, ms, most) {
      await db.deleteFrom('sessions').where('until', '<=', now).execute();
      await db
        .insertInto('sessions')
        .values({ key, until: sql<number>`${now} + ${sql.lit(Math.round(ms))}` })
        .execute();
      const kept = db
        .selectFrom('sessions')
        .select('key')
        .orderBy('until', 'desc')
        .orderBy('key')
        .limit(most);
      await db.deleteFrom('sessions').where('key', 'not in', kept).execute();
    },
    async living(keys) {
      if (keys.length === 0) return new Map();
      const rows = await db
        .selectFrom('sessions')
        .select(['key', sql<number>`${sql.ref('until')} - ${now}`.as('left')])
        .where('key', 'in', keys)
        .where('until', '>', now)
        .execute();
      return new Map(rows.map(({ key, left }) => [key, Number(left)]));
    },
    async close(key) {
      await db.deleteFrom('sessions').where('key', '=', key).execute();
    },
  };
}
