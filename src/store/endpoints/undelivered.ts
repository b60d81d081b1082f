import type { Kysely } from 'kysely';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import type { Schema } from '../schema.ts';

/** An alarm still waiting after this long is as good as lost to whoever reads the watch list. */
const patienceMs = 15 * 60_000;

/**
 * Per endpoint, of all or of these, what became of the newest alarm to its present home when that was not delivery: refused for good, or
 * still waiting. A later alarm that arrives, or a new home, ends the matter.
 */
export async function readUndelivered(
  db: Kysely<Schema>,
  now: Date,
  ids: readonly string[] | null = null,
): Promise<ReadonlyMap<string, NonNullable<WatchRow['undelivered']>>> {
  const rows = await db
    .selectFrom('endpoints as endpoint')
    .$if(ids !== null, (query) => query.where('endpoint.id', 'in', ids ?? []))
    .innerJoin('notifications as newest', (join) =>
      join.on('newest.seq', '=', (on) =>
        on
          .selectFrom('notifications as other')
          .select(({ fn }) => fn.max('other.seq').as('seq'))
          .whereRef('other.endpoint_id', '=', 'endpoint.id')
          .whereRef('other.destination', '=', 'endpoint.home_destination'),
      ),
    )
    .select(['endpoint.id', 'newest.state', 'newest.reason', 'newest.settled_at', 'newest.queued_at'])
    .select(['newest.platform', 'newest.attempts'])
    .where((where) =>
      where.or([
        where('newest.state', '=', 'refused'),
        where.and([
          where('newest.state', '=', 'queued'),
          where('newest.queued_at', '<=', now.getTime() - patienceMs),
        ]),
      ]),
    )
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        at: new Date(row.settled_at ?? row.queued_at),
        reason:
          row.state === 'refused'
            ? (row.reason ?? 'refused')
            : `still waiting to be sent: ${row.reason ?? waitsFor(row)}`,
      },
    ]),
  );
}

function waitsFor({ platform, attempts }: { readonly platform: string; readonly attempts: number }): string {
  return attempts === 0 ? `no bot is connected to ${platform}` : 'it is being sent just now';
}
