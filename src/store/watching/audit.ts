import { type Kysely, sql } from 'kysely';
import type { AuditStore } from '../../core/store/alarms.ts';
import type { AuditEntry, KeptEntry } from '../../core/watch/audit.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';

/** Variables of one statement are bounded in every engine. */
const mostTogether = 100;
/** While it stands, the triggers let go what is older. */
const pruning = 'audit-pruning';

export function auditStore(db: Kysely<Schema>): AuditStore {
  return {
    append: (entry) => appendEntry(db, entry),
    async appendAll(entries) {
      if (entries.length === 0) return;
      await inTransaction(db, async (transaction) => {
        for (let from = 0; from < entries.length; from += mostTogether) {
          const some = entries.slice(from, from + mostTogether).map(rowOf);
          await transaction.insertInto('audit').values(some).execute();
        }
      });
    },
    async list(limit, to) {
      const all = db.selectFrom('audit').select('entry').orderBy('seq', 'desc').limit(limit);
      const rows = await (to === undefined ? all : all.where('about', '=', to)).execute();
      return rows.map(({ entry }) => entryFrom(entry));
    },
    async find({ who, did, target, since, before, after, limit }) {
      let found = db.selectFrom('audit').select(['seq', 'entry']).limit(limit);
      found = found.orderBy('seq', after === undefined ? 'desc' : 'asc');
      if (who !== undefined) found = found.where('who', '=', whoText(who));
      if (since !== undefined) found = found.where('at', '>=', since.getTime());
      if (before !== undefined) found = found.where('seq', '<', before);
      if (after !== undefined) found = found.where('seq', '>', after);
      if (did !== undefined) {
        found = found.where((where) => where.or([where('did', '=', did), like('did', `${escaped(did)} %`)]));
      }
      if (target !== undefined) found = found.where(like('target', `%${escaped(target.toLowerCase())}%`));
      const rows = await found.execute();
      return rows.map(({ seq, entry }): KeptEntry => ({ ...entryFrom(entry), number: Number(seq) }));
    },
    prune: (before) =>
      inTransaction(db, async (transaction) => {
        const value = String(before.getTime());
        await transaction
          .insertInto('marks')
          .values({ key: pruning, value })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
          .execute();
        const gone = await transaction
          .deleteFrom('audit')
          .where('at', '<', before.getTime())
          .executeTakeFirst();
        await transaction.deleteFrom('marks').where('key', '=', pruning).execute();
        return Number(gone.numDeletedRows);
      }),
  };
}

export async function appendEntry(db: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  await db.insertInto('audit').values(rowOf(entry)).execute();
}

function rowOf(entry: AuditEntry) {
  const { at, to, who, did, target = '' } = entry;
  return {
    at: at.getTime(),
    about: to,
    who: whoText(who),
    did,
    target: target.toLowerCase(),
    entry: JSON.stringify(entry),
  };
}

function entryFrom(entry: string): AuditEntry {
  const stored = JSON.parse(entry) as AuditEntry;
  return { ...stored, at: new Date(stored.at) };
}

function whoText({ platform, id }: Pick<AuditEntry['who'], 'platform' | 'id'>): string {
  return `${platform}:${id}`;
}

function like(column: 'did' | 'target', pattern: string) {
  return sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`;
}

function escaped(typed: string): string {
  return typed.replace(/[\\%_]/g, '\\$&');
}
