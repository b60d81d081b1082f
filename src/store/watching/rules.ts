import type { Kysely } from 'kysely';
import type { MarkStore, RuleStore } from '../../core/store/alarms.ts';
import { scopeKey } from '../../core/watch/policy/policy.ts';
import { readable, ruleOrNull } from '../codec/readable.ts';
import type { Schema } from '../schema.ts';

export function ruleStore(db: Kysely<Schema>): RuleStore {
  return {
    async list() {
      const rows = await db.selectFrom('rules').select('rule').orderBy('seq').execute();
      return readable(rows, ruleOrNull);
    },
    async set(rule) {
      const text = JSON.stringify(rule);
      await db
        .insertInto('rules')
        .values({ scope: scopeKey(rule.scope), rule: text })
        .onConflict((conflict) => conflict.column('scope').doUpdateSet({ rule: text }))
        .execute();
    },
    async remove(scope) {
      const result = await db.deleteFrom('rules').where('scope', '=', scopeKey(scope)).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

export function markStore(db: Kysely<Schema>): MarkStore {
  return {
    async get(key) {
      const row = await db.selectFrom('marks').select('value').where('key', '=', key).executeTakeFirst();
      return row?.value ?? null;
    },
    async set(key, value) {
      if (value === null) {
        await db.deleteFrom('marks').where('key', '=', key).execute();
        return;
      }
      await db
        .insertInto('marks')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
    },
    async swap(key, before, value) {
      const row =
        before === null
          ? await db
              .insertInto('marks')
              .values({ key, value })
              .onConflict((conflict) => conflict.column('key').doNothing())
              .returning('key')
              .executeTakeFirst()
          : await db
              .updateTable('marks')
              .set({ value })
              .where('key', '=', key)
              .where('value', '=', before)
              .returning('key')
              .executeTakeFirst();
      return row !== undefined;
    },
  };
}
