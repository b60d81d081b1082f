import type { Kysely } from 'kysely';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';

/** Locks the file for some milliseconds. */
const pageSize = 500;

/**
 * Forgets what was settled before, but for what belongs to alarms that are still kept: their keys are what keeps a thing
 * from being said twice. Rows stand in the order of queueing, so that it ends with the first page that is all younger.
 */
export async function pruneOutbox(db: Kysely<Schema>, before: Date): Promise<number> {
  let from = 0;
  let forgotten = 0;
  for (;;) {
    const page = await db
      .selectFrom('notifications')
      .select(['seq', 'key', 'conversation', 'act', 'queued_at', 'settled_at'])
      .where('seq', '>', from)
      .orderBy('seq')
      .limit(pageSize)
      .execute();
    const last = page.at(-1);
    const isOld = (at: number | null) => at !== null && at < before.getTime();
    if (last === undefined || !page.some((row) => isOld(row.queued_at))) return forgotten;
    from = last.seq;
    const settled = page.filter((row) => isOld(row.settled_at));
    const kept = await keptAlarms(db, settled.map(alarmOf));
    const over = settled.filter((row) => !kept.has(alarmOf(row)));
    if (over.length > 0) await forget(db, over);
    forgotten += over.length;
  }
}

/** `alarm:<id>:...`; anything else has a key of another kind. */
function alarmOf({ key }: { readonly key: string }): string {
  const [kind, id = ''] = key.split(':');
  return kind === 'alarm' ? id : '';
}

async function keptAlarms(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Set();
  const rows = await db.selectFrom('incidents').select('id').where('id', 'in', wanted).execute();
  return new Set(rows.map(({ id }) => id));
}

type Over = { readonly seq: number; readonly conversation: string | null; readonly act: string | null };

async function forget(db: Kysely<Schema>, over: readonly Over[]): Promise<void> {
  const seqs = over.map(({ seq }) => seq);
  const heads = over.flatMap(({ act, conversation }) =>
    act === 'open' && conversation !== null ? [conversation] : [],
  );
  await inTransaction(db, async (transaction) => {
    await transaction.deleteFrom('notifications').where('seq', 'in', seqs).execute();
    if (heads.length > 0) await transaction.deleteFrom('conversations').where('id', 'in', heads).execute();
  });
}
