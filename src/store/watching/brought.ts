import type { Kysely, Transaction } from 'kysely';
import type { DeclaredStore, ImportStore } from '../../core/store/lists.ts';
import type { Import } from '../../core/watch/lists/brought.ts';
import type { Declared } from '../../core/watch/lists/declared.ts';
import { targetFrom, targetKey } from '../codec/row-codec.ts';
import { amendEndpoints } from '../endpoints/amend-endpoints.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';

/** Somebody may think about a trial for a while, and regret an import for longer. */
const mostImports = 200;

export function importStore(db: Kysely<Schema>): ImportStore {
  return {
    async keep(brought) {
      await db.insertInto('imports').values(rowOf(brought)).execute();
      await db
        .deleteFrom('imports')
        .where('at', '<', (query) =>
          query
            .selectFrom('imports as newer')
            .select('newer.at')
            .orderBy('newer.at', 'desc')
            .limit(1)
            .offset(mostImports - 1),
        )
        .execute();
    },
    async find(id) {
      const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      const stored = JSON.parse(row.import) as Omit<Import, 'at' | 'version'>;
      return { ...stored, at: new Date(row.at), version: row.version };
    },
    async settle(brought, amendment) {
      return inTransaction(db, async (transaction) => {
        const row = await transaction
          .updateTable('imports')
          .set({ ...rowOf(brought), version: brought.version + 1 })
          .where('id', '=', brought.id)
          .where('version', '=', brought.version)
          .returning('id')
          .executeTakeFirst();
        if (row === undefined) return false;
        await amendEndpoints(transaction, amendment);
        return true;
      });
    },
  };
}

function rowOf({ at, version, ...rest }: Import) {
  return { id: rest.id, at: at.getTime(), version, import: JSON.stringify(rest) };
}

export function declaredStore(db: Kysely<Schema>): DeclaredStore {
  return {
    async list() {
      const rows = await db.selectFrom('declared').selectAll().orderBy('url').orderBy('address').execute();
      return rows.map((row) => ({
        ...(JSON.parse(row.declared) as Omit<Declared, 'target'>),
        target: targetFrom(row),
      }));
    },
    async amend(declared, forgotten, amendment) {
      await inTransaction(db, async (transaction) => {
        await amendEndpoints(transaction, amendment);
        for (const one of declared) await declare(transaction, one);
        for (const target of forgotten) {
          const { url, address } = targetKey(target);
          await transaction
            .deleteFrom('declared')
            .where('url', '=', url)
            .where('address', '=', address)
            .execute();
        }
      });
    },
  };
}

async function declare(db: Transaction<Schema>, { target, ...rest }: Declared): Promise<void> {
  const declared = JSON.stringify(rest);
  await db
    .insertInto('declared')
    .values({ ...targetKey(target), declared })
    .onConflict((conflict) => conflict.columns(['url', 'address']).doUpdateSet({ declared }))
    .execute();
}
