import type { Kysely, Transaction } from 'kysely';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import type { Sighting } from '../../core/watch/endpoint.ts';
import { sightingFrom, sightingRow } from '../codec/row-codec.ts';
import { queueAll } from '../delivery/outbox.ts';
import { keepServing, newestPossible } from '../endpoints/serving.ts';
import { turnsAfterLook } from '../endpoints/turns.ts';
import { grouped } from '../grouped.ts';
import type { Schema } from '../schema.ts';
import { appendLook } from './append-look.ts';

type AddedLook = {
  readonly endpointId: string;
  made(kept: Sighting | null): Sighting;
  readonly now: Date;
};

type LookRecorder = Pick<EndpointStore, 'sighting' | 'recordLook' | 'addLook'>;

export function lookRecorder(db: Kysely<Schema>, longestGapMs: number): LookRecorder {
  const addLook = grouped(db, {
    async one(transaction, { endpointId, made, now }: AddedLook) {
      const kept = await readSighting(transaction, endpointId);
      const sighting = made(kept);
      await record(transaction, sighting, longestGapMs, now);
      return { kept, sighting };
    },
  });
  return {
    sighting: (endpointId) => readSighting(db, endpointId),
    recordLook: (sighting, notifications, now) =>
      db.transaction().execute(async (transaction) => {
        if (!(await record(transaction, sighting, longestGapMs, now))) return 0;
        return queueAll(transaction, notifications, now);
      }),
    addLook: (endpointId, made, now) => addLook({ endpointId, made, now }),
  };
}

async function readSighting(
  db: Kysely<Schema> | Transaction<Schema>,
  endpointId: string,
): Promise<Sighting | null> {
  const row = await db
    .selectFrom('sightings')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .executeTakeFirst();
  return row === undefined ? null : sightingFrom(row);
}

/** False when it was removed while we looked: nobody asked for its alarms any more. */
async function record(
  db: Transaction<Schema>,
  sighting: Sighting,
  longestGapMs: number,
  now: Date,
): Promise<boolean> {
  const { endpoint_id, ...seen } = sightingRow(sighting);
  const known = await db
    .selectFrom('endpoints')
    .select('id')
    .where('id', '=', endpoint_id)
    .executeTakeFirst();
  if (known === undefined) return false;
  await db
    .insertInto('sightings')
    .values({ endpoint_id, ...seen })
    // Of two looks at once the later one stays, whichever is saved first.
    .onConflict((conflict) =>
      conflict
        .column('endpoint_id')
        .doUpdateSet({ ...seen, turns_at: turnsAfterLook })
        .where(({ eb, or }) =>
          or([eb('sightings.at', '<=', seen.at), eb('sightings.at', '>', newestPossible(now))]),
        ),
    )
    .execute();
  await keepServing(db, sighting, now);
  await appendLook(db, sighting, longestGapMs);
  return true;
}
