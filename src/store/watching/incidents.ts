import type { Kysely, Transaction } from 'kysely';
import type { IncidentStore } from '../../core/store/alarms.ts';
import { type Incident, subjectKey } from '../../core/watch/alarm/incident.ts';
import { incidentOrNull, readable } from '../codec/readable.ts';
import { destinationOf } from '../codec/row-codec.ts';
import { queueAll } from '../delivery/outbox.ts';
import type { Engine } from '../engine.ts';
import { inTransaction } from '../in-transaction.ts';
import { jsonRows } from '../json-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { together } from '../together.ts';
import { appendEntry } from './audit.ts';

export function incidentStore(db: Kysely<Schema>, engine: Engine): IncidentStore {
  const columns = ['incident', 'version'] as const;
  const openOnes = () => db.selectFrom('incidents').select(columns).where('ended_at', 'is', null);
  const ofSubjects = prepared((db, place: Place<{ keys: string }>) =>
    db
      .selectFrom('incidents')
      .select(['subject', ...columns])
      .where(engine.isAmong('subject', place('keys')))
      .orderBy('opened_at', 'desc')
      .orderBy('id'),
  );
  const ofSubject = together({
    async all(keys: readonly string[]) {
      const rows = await ofSubjects(db, { keys: jsonRows([...new Set(keys)]) });
      const found = Map.groupBy(rows, ({ subject }) => subject);
      return keys.map((key) => readable(found.get(key) ?? [], incidentOrNull));
    },
  });
  return {
    async find(id) {
      const row = await db.selectFrom('incidents').select(columns).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : incidentOrNull(row);
    },
    async open() {
      return readable(await openOnes().orderBy('opened_at').orderBy('id').execute(), incidentOrNull);
    },
    of: (subject) => ofSubject(subjectKey(subject)),
    async about(subjects) {
      const keys = subjects.map(subjectKey);
      if (keys.length === 0) return [];
      const rows = await openOnes().where('subject', 'in', keys).orderBy('opened_at').orderBy('id').execute();
      return readable(rows, incidentOrNull);
    },
    async endedSince(since, limit) {
      const rows = await db
        .selectFrom('incidents')
        .select(columns)
        .where('ended_at', '>=', since.getTime())
        .orderBy('ended_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return readable(rows, incidentOrNull);
    },
    async due(now, limit) {
      for (;;) {
        const rows = await openOnes()
          .select('id')
          .where('next_at', '<=', now.getTime())
          .orderBy('next_at')
          .orderBy('id')
          .limit(limit)
          .execute();
        const found = readable(rows, incidentOrNull);
        const unread = rows.filter((row) => incidentOrNull(row) === null).map(({ id }) => id);
        // Nobody can do what is due of them; behind them others may wait.
        if (unread.length > 0)
          await db.updateTable('incidents').set({ next_at: null }).where('id', 'in', unread).execute();
        if (found.length > 0 || unread.length === 0) return found;
      }
    },
    async nextDue() {
      const row = await db
        .selectFrom('incidents')
        .select(({ fn }) => fn.min('next_at').as('at'))
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return row === undefined || row.at === null ? null : new Date(row.at);
    },
    async save(incidents, notifications, now, audit = []) {
      try {
        await inTransaction(db, async (transaction) => {
          for (const incident of incidents) await saveOne(transaction, incident);
          await queueAll(transaction, notifications, now);
          for (const entry of audit) await appendEntry(transaction, entry);
        });
        return true;
      } catch (thrown) {
        if (thrown === overtaken) return false;
        throw thrown;
      }
    },
    async prune(before) {
      const result = await db
        .deleteFrom('incidents')
        .where('ended_at', '<', before.getTime())
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

const overtaken = Symbol('somebody else saved it meanwhile');

async function saveOne(transaction: Transaction<Schema>, incident: Incident): Promise<void> {
  const { version, ...rest } = incident;
  const changing = {
    ended_at: incident.endedAt?.getTime() ?? null,
    next_at: incident.nextAt?.getTime() ?? null,
    version: version + 1,
    incident: JSON.stringify(rest),
  };
  const row =
    version === 0
      ? await transaction
          .insertInto('incidents')
          .values({
            id: incident.id,
            subject: subjectKey(incident.subject),
            problem: incident.problem,
            destination: destinationOf({ kind: 'place', place: incident.home }),
            opened_at: incident.openedAt.getTime(),
            ...changing,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable('incidents')
          .set(changing)
          .where('id', '=', incident.id)
          .where('version', '=', version)
          .returning('id')
          .executeTakeFirst();
  if (row === undefined) throw overtaken;
}
