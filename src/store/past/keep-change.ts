import { sql, type Transaction } from 'kysely';
import type { PastChange } from '../../core/past/look-run.ts';
import type { Engine } from '../engine.ts';
import { jsonRows } from '../json-rows.ts';
import { writingRows } from '../many-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { ChangeTable, Schema } from '../schema.ts';

/** Of each endpoint and kind: what comes and goes all day must not push out the renewals, nor fill the disk. */
const mostChanges = 1000;

export type KeptChange = { readonly endpointId: string; readonly change: PastChange };

type ChangeRow = Omit<ChangeTable, 'seq'>;

export function changeKeeper(
  engine: Engine,
): (db: Transaction<Schema>, kept: readonly KeptChange[]) => Promise<void> {
  const write = writingRows<ChangeRow>(engine, {
    table: 'changes',
    columns: { endpoint_id: 'text', at: 'bigint', what: 'text', change: 'text' },
  });
  const prune = prepared((db, place: Place<{ of: string }>) => {
    const of = engine.tableOf({ endpoint_id: 'text', what: 'text' }, place('of'));
    // Materialized, or PostgreSQL may look for the edge once for each change there is.
    const statement = sql<never>`with edges as materialized (
        select kept.endpoint_id, kept.what, (
          select newer.at from changes as newer
          where newer.endpoint_id = kept.endpoint_id and newer.what = kept.what
          order by newer.at desc limit 1 offset ${sql.lit(mostChanges - 1)}
        ) as at from ${of} as kept
      )
      delete from changes where seq in (
        select old.seq from edges
        join changes as old on old.endpoint_id = edges.endpoint_id and old.what = edges.what and old.at < edges.at
      )`;
    return { compile: () => statement.compile(db) };
  });
  return async (db, kept) => {
    const rows = kept.map(({ endpointId, change: { at, what, ...change } }) => ({
      ...{ endpoint_id: endpointId, at: at.getTime(), what, change: JSON.stringify(change) },
    }));
    if (rows.length === 0) return;
    await write(db, rows);
    await prune(db, { of: jsonRows(rows.map(({ endpoint_id, what }) => ({ endpoint_id, what }))) });
  };
}
