import type { Kysely } from 'kysely';
import type { DetailStore } from '../../core/store/delivery.ts';
import { decodeMessage, encodeMessage } from '../codec/message-codec.ts';
import type { Schema } from '../schema.ts';

export function detailStore(db: Kysely<Schema>): DetailStore {
  return {
    async keep(id, details, at) {
      const columns = { message: encodeMessage(details), at: at.getTime() };
      await db
        .insertInto('details')
        .values({ id, ...columns })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute();
    },
    async find(id) {
      const row = await db.selectFrom('details').select('message').where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : decodeMessage(row.message);
    },
    async prune(before) {
      const result = await db.deleteFrom('details').where('at', '<', before.getTime()).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
