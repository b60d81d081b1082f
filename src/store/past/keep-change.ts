import type { Transaction } from 'kysely';
import type { PastChange } from '../../core/past/look-run.ts';
import type { Schema } from '../schema.ts';

/** Of each endpoint and kind: what comes and goes all day must not push out the renewals, nor fill the disk. */
const mostChanges = 1000;

export async function keepChange(
  db: Transaction<Schema>,
  endpointId: string,
  { at, what, ...change }: PastChange,
): Promise<void> {
  await db
    .insertInto('changes')
    .values({ endpoint_id: endpointId, at: at.getTime(), what, change: JSON.stringify(change) })
    .execute();
  await db
    .deleteFrom('changes')
    .where('endpoint_id', '=', endpointId)
    .where('what', '=', what)
    .where('at', '<', (query) =>
      query
        .selectFrom('changes as newer')
        .select('newer.at')
        .where('newer.endpoint_id', '=', endpointId)
        .where('newer.what', '=', what)
        .orderBy('newer.at', 'desc')
        .limit(1)
        .offset(mostChanges - 1),
    )
    .execute();
}
