import type { Kysely, Transaction } from 'kysely';
import { isSamePerson } from '../../core/people.ts';
import type { FollowStore } from '../../core/store/follows.ts';
import { type Follow, followLimits } from '../../core/watch/follow.ts';
import { decodeRecord, encodeRecord } from '../codec/record-codec.ts';
import { destinationOf, targetKey } from '../codec/row-codec.ts';
import { queueAll } from '../delivery/outbox.ts';
import { type Engine, forClaiming } from '../engine.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Schema } from '../schema.ts';

const keptMs = 30 * 86_400_000;

export function followStore(db: Kysely<Schema>, engine: Engine): FollowStore {
  const running = () => db.selectFrom('follows').select(columns).where('ended_at', 'is', null);
  return {
    start: (follow, notifications, now) =>
      inTransaction(db, async (transaction) => {
        await engine.hold(transaction, 'follows');
        const refusal = await refusalOf(transaction, follow);
        if (refusal !== null) return refusal;
        await transaction
          .deleteFrom('follows')
          .where('ended_at', '<', now.getTime() - keptMs)
          .execute();
        await transaction
          .insertInto('follows')
          .values({
            id: follow.id,
            destination: destinationOf({ kind: 'place', place: follow.place }),
            target: keyOf(follow),
            started_at: follow.startedAt.getTime(),
            every_ms: follow.everyMs,
            ...changing(follow),
          })
          .execute();
        await queueAll(transaction, notifications, now);
        return 'started';
      }),
    async find(id) {
      const row = await db.selectFrom('follows').select(columns).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async running(place) {
      const all = running().orderBy('started_at').orderBy('id');
      const here =
        place === null ? all : all.where('destination', '=', destinationOf({ kind: 'place', place }));
      return (await here.execute()).map(read);
    },
    async claim(now, limit, leaseMs) {
      const at = now.getTime();
      const rows = await db
        .with('due', () => {
          const due = db
            .selectFrom('follows')
            .select('id')
            .where('ended_at', 'is', null)
            // Further away than it can be: the clock was moved back.
            .where(({ eb, or }) =>
              or([eb('next_at', '<=', at), eb(eb('next_at', '-', eb.ref('every_ms')), '>', at)]),
            )
            .where(({ eb, or }) => or([eb('leased_until', '<=', at), eb('leased_until', '>', at + leaseMs)]))
            .orderBy('next_at')
            .orderBy('id')
            .limit(limit);
          return forClaiming(engine, due);
        })
        .updateTable('follows')
        .set({ leased_until: at + leaseMs })
        .where('id', 'in', ({ selectFrom }) => selectFrom('due').select('id'))
        .returning(columns)
        .execute();
      return rows.map(read).toSorted((one, other) => one.nextAt.getTime() - other.nextAt.getTime());
    },
    async release(id) {
      await db.updateTable('follows').set({ leased_until: 0 }).where('id', '=', id).execute();
    },
    async nextDue() {
      const rows = await running().select('next_at').select('leased_until').execute();
      const soonest = Math.min(...rows.map((row) => Math.max(row.next_at, row.leased_until)));
      return Number.isFinite(soonest) ? new Date(soonest) : null;
    },
    save: (follow, notifications, now) =>
      inTransaction(db, async (transaction) => {
        const row = await transaction
          .updateTable('follows')
          .set(changing(follow))
          .where('id', '=', follow.id)
          .where('version', '=', follow.version)
          .returning('id')
          .executeTakeFirst();
        if (row === undefined) return false;
        await queueAll(transaction, notifications, now);
        return true;
      }),
  };
}

const columns = ['follow', 'version'] as const;

async function refusalOf(
  transaction: Transaction<Schema>,
  follow: Follow,
): Promise<'same' | 'place-full' | 'person-full' | 'full' | null> {
  const rows = await transaction
    .selectFrom('follows')
    .select(['destination', 'target', ...columns])
    .where('ended_at', 'is', null)
    .execute();
  const destination = destinationOf({ kind: 'place', place: follow.place });
  const here = rows.filter((row) => row.destination === destination);
  if (here.some(({ target }) => target === keyOf(follow))) return 'same';
  if (here.length >= followLimits.perPlace) return 'place-full';
  const theirs = rows.filter((row) => isSamePerson(read(row).by, follow.by));
  if (theirs.length >= followLimits.perPerson) return 'person-full';
  return rows.length >= followLimits.all ? 'full' : null;
}

function changing(follow: Follow) {
  const { version, ...rest } = follow;
  return {
    ended_at: follow.ended?.at.getTime() ?? null,
    next_at: follow.nextAt.getTime(),
    // Saving gives it back.
    leased_until: 0,
    version: version + 1,
    follow: encodeRecord(rest),
  };
}

function keyOf({ target }: Follow): string {
  const { url, address } = targetKey(target);
  return JSON.stringify([url, address]);
}

function read({ follow, version }: { readonly follow: string; readonly version: number }): Follow {
  return { ...decodeRecord<Omit<Follow, 'version'>>(follow), version };
}
