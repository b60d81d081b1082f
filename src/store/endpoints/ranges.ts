import { type Kysely, sql } from 'kysely';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import { endpointOrNull, readable } from '../codec/readable.ts';
import type { Schema } from '../schema.ts';

/** The endpoints in pieces, for whoever shares them out: a piece is named by the ids around it. */
export function rangeStore(db: Kysely<Schema>): Pick<EndpointStore, 'bounds' | 'between'> {
  return {
    async bounds(size) {
      const { rows } = await sql<{ id: string }>`
        select id from (select id, row_number() over (order by id) as nth from endpoints) as numbered
        where nth % ${sql.lit(size)} = 0 order by id`.execute(db);
      return rows.map(({ id }) => id);
    },
    async between(after, upTo) {
      const rows = db.selectFrom('endpoints').selectAll().where('id', '>', after).orderBy('id');
      return readable(await (upTo === null ? rows : rows.where('id', '<=', upTo)).execute(), endpointOrNull);
    },
  };
}
