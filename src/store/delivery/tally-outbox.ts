import type { Kysely } from 'kysely';
import type { PlatformName } from '../../core/people.ts';
import type { OutboxTally } from '../../core/store/delivery.ts';
import type { Schema } from '../schema.ts';

export async function tallyOutbox(db: Kysely<Schema>): Promise<readonly OutboxTally[]> {
  const rows = await db
    .selectFrom('notifications')
    .select(({ fn }) => [
      'platform',
      'state',
      fn.countAll<number | string>().as('count'),
      fn.min('queued_at').as('oldest'),
    ])
    .where('state', 'in', ['queued', 'refused'])
    .groupBy(['platform', 'state'])
    .orderBy('platform')
    .orderBy('state')
    .execute();
  return rows.flatMap(({ platform, state, count, oldest }): OutboxTally[] =>
    state === 'sent'
      ? []
      : // PostgreSQL counts in 64 bits, which its driver gives as text.
        [
          {
            platform: platform as PlatformName,
            state,
            count: Number(count),
            oldestAt: new Date(Number(oldest)),
          },
        ],
  );
}

export async function lastSent(db: Kysely<Schema>, keyBegin: string): Promise<Date | null> {
  const row = await db
    .selectFrom('notifications')
    .select(({ fn }) => fn.max('settled_at').as('at'))
    .where('state', '=', 'sent')
    // A range of the unique index, whatever the collation makes of LIKE.
    .where('key', '>=', keyBegin)
    .where(
      'key',
      '<',
      `${keyBegin.slice(0, -1)}${String.fromCharCode(keyBegin.charCodeAt(keyBegin.length - 1) + 1)}`,
    )
    .executeTakeFirst();
  return row === undefined || row.at === null ? null : new Date(Number(row.at));
}
