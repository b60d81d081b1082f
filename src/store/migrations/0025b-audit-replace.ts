import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';

/** "INSERT OR REPLACE" removes the row in its way without asking the triggers of DELETE (SQLite, "ON CONFLICT clause"). */
export async function sealAuditAgainstReplacing(db: Kysely<Schema>, engine: Engine): Promise<void> {
  if (engine.name !== 'sqlite') return;
  await sql`create trigger audit_added before insert on audit
    when exists (select 1 from audit where seq = new.seq)
    begin select raise(abort, 'the audit log is append only'); end`.execute(db);
}
