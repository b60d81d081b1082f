import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

export async function readAlarmed(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const open = db.selectFrom('incidents').select('subject').where('ended_at', 'is', null);
  const [byLeaf, byEndpoint] = await Promise.all([
    db
      .selectFrom('serving')
      .select('endpoint_id')
      .where(sql<string>`'certificate:' || fingerprint256`, 'in', open)
      .execute(),
    db
      .selectFrom('endpoints')
      .select('id as endpoint_id')
      .where(sql<string>`'endpoint:' || id`, 'in', open)
      .execute(),
  ]);
  return new Set([...byLeaf, ...byEndpoint].map(({ endpoint_id }) => endpoint_id));
}
