import { type ExpressionBuilder, type Kysely, sql, type Updateable } from 'kysely';
import type { OutboxStore } from '../../core/store/delivery.ts';
import {
  type Notification,
  platformOf,
  type QueuedNotification,
  type SendOutcome,
} from '../../core/watch/notification.ts';
import { eventText } from '../codec/event-codec.ts';
import { encodeMessage } from '../codec/message-codec.ts';
import { destinationOf, type NotificationRow, queuedFrom } from '../codec/row-codec.ts';
import { newestPossible } from '../endpoints/serving.ts';
import { type Engine, forClaiming } from '../engine.ts';
import { inTransaction } from '../in-transaction.ts';
import type { NotificationTable, Schema } from '../schema.ts';
import { pruneOutbox } from './prune-outbox.ts';
import { lastSent, tallyOutbox } from './tally-outbox.ts';

export function outboxStore(db: Kysely<Schema>, engine: Engine): OutboxStore {
  return {
    queue: (notifications, now) =>
      inTransaction(db, (transaction) => queueAll(transaction, notifications, now)),

    async claim(now, limit, leaseMs, platforms) {
      for (;;) {
        const { read, unread } = await claimRows(db, engine, { now, limit, leaseMs, platforms });
        if (unread.length > 0) await refuse(db, unread, now);
        // Behind those that were refused others may be due.
        if (read.length > 0 || unread.length === 0) return read;
      }
    },

    settle: (key, outcome, now, nextAttemptAt) =>
      inTransaction(db, async (transaction) => {
        const row = await transaction
          .updateTable('notifications')
          .set(settled(outcome, now, nextAttemptAt))
          .where('key', '=', key)
          .where('state', '=', 'queued')
          .returning(['conversation', 'act'])
          .executeTakeFirst();
        if (row?.act !== 'open' || row.conversation === null || outcome.kind !== 'sent') return;
        const { reference } = outcome;
        await transaction
          .insertInto('conversations')
          .values({ id: row.conversation, reference })
          // The first place that took it is where it is held.
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute();
      }),

    async fate(key) {
      const row = await db
        .selectFrom('notifications')
        .select(['state', 'queued_at', 'settled_at', 'reason'])
        .where('key', '=', key)
        .executeTakeFirst();
      if (row === undefined) return null;
      const at = new Date(row.settled_at ?? row.queued_at);
      return row.state === 'sent' ? { kind: 'sent', at } : { kind: row.state, at, reason: row.reason };
    },

    async nextDue(platforms) {
      const row = await heads(db, platforms)
        .select(({ fn }) => fn.min('head.next_attempt_at').as('at'))
        .executeTakeFirst();
      return row === undefined || row.at === null ? null : new Date(row.at);
    },

    // Nobody subscribes to a bare store: see `withWebhooks`.
    tell: async () => 0,
    tally: () => tallyOutbox(db),
    lastSent: (keyBegin) => lastSent(db, keyBegin),
    prune: (before) => pruneOutbox(db, before),
  };
}

/** Returns how many keys were new. */
export async function queueAll(
  db: Kysely<Schema>,
  notifications: readonly Notification[],
  now: Date,
): Promise<number> {
  let queued = 0;
  for (const notification of notifications) {
    await replaceEdit(db, notification);
    const result = await db
      .insertInto('notifications')
      .values({
        key: notification.key,
        platform: platformOf(notification),
        destination: destinationOf(notification.to),
        recipient: JSON.stringify(notification.to),
        message: encodeMessage(notification.message),
        fallback: JSON.stringify(notification.fallback),
        endpoint_id: notification.endpointId,
        conversation: notification.conversation?.id ?? null,
        act: notification.conversation?.act ?? null,
        event: eventText(notification),
        state: 'queued',
        attempts: 0,
        queued_at: now.getTime(),
        next_attempt_at: now.getTime(),
        settled_at: null,
        reference: null,
        reason: null,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    queued += Number(result.numInsertedOrUpdatedRows ?? 0n);
  }
  return queued;
}

/** A head that is still to be rewritten is rewritten once, to the newest text; what is being sent just now stays. */
async function replaceEdit(db: Kysely<Schema>, { conversation }: Notification): Promise<void> {
  if (conversation?.act !== 'edit') return;
  await db
    .deleteFrom('notifications')
    .where('conversation', '=', conversation.id)
    .where('act', '=', 'edit')
    .where('state', '=', 'queued')
    .where(({ or, eb }) => or([eb('attempts', '=', 0), eb('reason', 'is not', null)]))
    .execute();
}

type Claim = {
  readonly now: Date;
  readonly limit: number;
  readonly leaseMs: number;
  readonly platforms: readonly string[] | undefined;
};

async function claimRows(db: Kysely<Schema>, engine: Engine, { now, limit, leaseMs, platforms }: Claim) {
  const rows = await db
    // Of its own, or PostgreSQL may choose anew for each row, and then more than `limit`.
    .with('due', () =>
      forClaiming(
        engine,
        heads(db, platforms).select('head.seq').where(isDue(now)).orderBy('head.seq').limit(limit),
      ),
    )
    .updateTable('notifications')
    .set(({ eb }) => ({
      attempts: eb('attempts', '+', 1),
      next_attempt_at: now.getTime() + leaseMs,
      // Only what waits after a failure has one, see `replaceEdit`.
      reason: null,
    }))
    // One statement, so that nobody comes between choosing and leasing.
    .where('seq', 'in', ({ selectFrom }) => selectFrom('due').select('seq'))
    .returningAll()
    .execute();
  const references = await headsOf(db, rows);
  const read: QueuedNotification[] = [];
  const unread: number[] = [];
  for (const row of rows.toSorted((one: NotificationRow, other) => one.seq - other.seq)) {
    const notification = queuedFrom(row, references.get(row.conversation ?? '') ?? null);
    if (notification === null) unread.push(row.seq);
    else read.push(notification);
  }
  return { read, unread };
}

/** Nobody waits behind what can go to nobody. */
async function refuse(db: Kysely<Schema>, seqs: readonly number[], now: Date): Promise<void> {
  const reason = 'For whom it is cannot be read: the record is damaged, or of another version.';
  await db
    .updateTable('notifications')
    .set({ state: 'refused', settled_at: now.getTime(), reason })
    .where('seq', 'in', seqs)
    .execute();
}

async function headsOf(
  db: Kysely<Schema>,
  rows: readonly Pick<NotificationRow, 'conversation'>[],
): Promise<ReadonlyMap<string, string | null>> {
  const ids = rows.flatMap(({ conversation }) => (conversation === null ? [] : [conversation]));
  if (ids.length === 0) return new Map();
  const found = await db.selectFrom('conversations').selectAll().where('id', 'in', ids).execute();
  return new Map(found.map(({ id, reference }) => [id, reference]));
}

/** Written out, not bound: a partial index serves only a condition that is known when the statement is prepared. */
const queued = sql.lit<'queued'>('queued');

/** The first unsettled notification of each destination: the only one that may go out there. */
function heads(db: Kysely<Schema>, platforms: readonly string[] | undefined) {
  const query = db
    .selectFrom('notifications as head')
    .where('head.state', '=', queued)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notifications as earlier')
            .select('earlier.seq')
            .where('earlier.state', '=', queued)
            .whereRef('earlier.destination', '=', 'head.destination')
            .whereRef('earlier.seq', '<', 'head.seq'),
        ),
      ),
    );
  return platforms === undefined ? query : query.where('head.platform', 'in', [...platforms]);
}

/** Longer than any platform may make us wait. */
const longestWaitMs = 25 * 3_600_000;

/**
 * What was queued or put off by a clock that ran ahead is due when that was set back: it would hold up its place until
 * then. Once claimed anew it waits by the clock of now.
 */
function isDue(now: Date) {
  return ({ and, or, eb, ref }: ExpressionBuilder<{ head: NotificationTable }, 'head'>) =>
    or([
      eb('head.next_attempt_at', '<=', now.getTime()),
      eb('head.next_attempt_at', '>', now.getTime() + longestWaitMs),
      and([
        eb('head.queued_at', '>', newestPossible(now)),
        eb('head.next_attempt_at', '>=', ref('head.queued_at')),
      ]),
    ]);
}

function settled(outcome: SendOutcome, now: Date, nextAttemptAt: Date): Updateable<NotificationTable> {
  switch (outcome.kind) {
    case 'sent':
      return {
        state: 'sent',
        settled_at: now.getTime(),
        reference: outcome.reference,
        reason: null,
        message: '',
        event: null,
      };
    case 'retry':
      return { next_attempt_at: nextAttemptAt.getTime(), reason: outcome.reason };
    case 'refused':
      return { state: 'refused', settled_at: now.getTime(), reason: outcome.reason };
  }
}
