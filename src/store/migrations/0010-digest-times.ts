import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** As the table was before: an hour and a minute of every day. */
type Before = {
  digests: {
    platform: string;
    channel: string;
    thread: string;
    hour: number;
    minute: number;
    zone: string;
    cron: string;
  };
  slots: { job: string };
};

/** Digests at any time that cron can name. What was done of the old ones stays done. */
export async function giveDigestsTimes(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('digests')
    .addColumn('cron', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  const before = db as unknown as Kysely<Before>;
  for (const { platform, channel, thread, hour, minute, zone } of await before
    .selectFrom('digests')
    .selectAll()
    .execute()) {
    const cron = `${minute} ${hour} * * *`;
    const job = (times: readonly unknown[]) =>
      `digest:${JSON.stringify([platform, channel, thread, ...times])}`;
    await before
      .updateTable('digests')
      .set({ cron })
      .where('platform', '=', platform)
      .where('channel', '=', channel)
      .where('thread', '=', thread)
      .execute();
    await before
      .updateTable('slots')
      .set({ job: job([cron, zone]) })
      .where('job', '=', job([hour, minute, zone]))
      .execute();
  }
  await sql`alter table digests drop column hour`.execute(db);
  await sql`alter table digests drop column minute`.execute(db);
}
