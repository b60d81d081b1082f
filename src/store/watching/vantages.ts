import type { Kysely } from 'kysely';
import type { MemberStore, Question, QuestionStore } from '../../core/store/vantages.ts';
import { livesForMs, type Member } from '../../core/vantages/member.ts';
import { type Engine, forClaiming } from '../engine.ts';
import type { MemberTable, QuestionTable, Schema } from '../schema.ts';

const keptMs = 86_400_000;

export function memberStore(db: Kysely<Schema>): MemberStore {
  return {
    async beat({ id, roles, vantage, version, startedAt, seenAt }) {
      const seen = seenAt.getTime();
      const columns = {
        roles: JSON.stringify(roles),
        vantage,
        version,
        started_at: startedAt.getTime(),
        seen_at: seen,
      };
      await db
        .insertInto('members')
        .values({ id, ...columns })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute();
      await db
        .deleteFrom('members')
        .where((row) => row.or([row('seen_at', '<', seen - keptMs), row('seen_at', '>', seen + keptMs)]))
        .execute();
    },
    async living(at) {
      // One that was killed before the clock was set back would live until that day.
      const rows = await db
        .selectFrom('members')
        .selectAll()
        .where('seen_at', '>=', at.getTime() - livesForMs)
        .where('seen_at', '<=', at.getTime() + livesForMs)
        .orderBy('id')
        .execute();
      return rows.map(memberFrom);
    },
    async leave(id) {
      await db.deleteFrom('members').where('id', '=', id).execute();
    },
  };
}

export function questionStore(db: Kysely<Schema>, engine: Engine): QuestionStore {
  return {
    async ask(questions) {
      const [first] = questions;
      if (first === undefined) return;
      await db
        .deleteFrom('questions')
        .where('asked_at', '<', first.askedAt.getTime() - keptMs)
        .execute();
      const rows = questions.map(({ id, vantage, words, askedAt }) => {
        return { id, vantage, words, asked_at: askedAt.getTime() };
      });
      await db.insertInto('questions').values(rows).execute();
    },
    async take(vantage, by, { now, leaseMs, limit }) {
      const at = now.getTime();
      const rows = await db
        .with('open', () => {
          const open = db
            .selectFrom('questions')
            .select('id')
            .where('vantage', '=', vantage)
            .where('answered_at', 'is', null)
            .where('leased_until', '<=', at)
            .orderBy('asked_at')
            .orderBy('id')
            .limit(limit);
          return forClaiming(engine, open);
        })
        .updateTable('questions')
        .set({ taken_by: by, leased_until: at + leaseMs })
        .where('id', 'in', ({ selectFrom }) => selectFrom('open').select('id'))
        .returning(['id', 'vantage', 'words', 'asked_at'])
        .execute();
      return rows.map(questionFrom).toSorted((one, other) => one.askedAt.getTime() - other.askedAt.getTime());
    },
    async hold(by, until) {
      const rows = await db
        .updateTable('questions')
        .set({ leased_until: until.getTime() })
        .where('taken_by', '=', by)
        .where('answered_at', 'is', null)
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },
    async answer(id, answer, now) {
      const result = await db
        .updateTable('questions')
        .set({ answer, answered_at: now.getTime() })
        .where('id', '=', id)
        .where('answered_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async read(ids) {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom('questions')
        .select(['id', 'taken_by', 'answer'])
        .where('id', 'in', ids)
        .execute();
      return rows.map(({ id, taken_by, answer }) => ({ id, takenBy: taken_by, answer }));
    },
    async close(ids) {
      if (ids.length > 0) await db.deleteFrom('questions').where('id', 'in', ids).execute();
    },
  };
}

function memberFrom(row: MemberTable): Member {
  const { id, vantage, version } = row;
  return {
    id,
    roles: JSON.parse(row.roles) as readonly string[],
    vantage,
    version,
    startedAt: new Date(row.started_at),
    seenAt: new Date(row.seen_at),
  };
}

function questionFrom(row: Pick<QuestionTable, 'id' | 'vantage' | 'words' | 'asked_at'>): Question {
  const { id, vantage, words } = row;
  return { id, vantage, words, askedAt: new Date(row.asked_at) };
}
