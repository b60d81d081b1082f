import type { Kysely, Transaction } from 'kysely';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import type { Sighting } from '../../core/watch/endpoint.ts';
import { sightingFrom, sightingRow } from '../codec/row-codec.ts';
import { queueAll } from '../delivery/outbox.ts';
import { keepServing, newestPossible } from '../endpoints/serving.ts';
import { turnsAfterLook } from '../endpoints/turns.ts';
import { type Engine, forChanging } from '../engine.ts';
import { grouped } from '../grouped.ts';
import { inTransaction } from '../in-transaction.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { appendLook } from './append-look.ts';

type AddedLook = {
  readonly endpointId: string;
  made(kept: Sighting | null): Sighting;
  readonly now: Date;
};

type LookRecorder = Pick<EndpointStore, 'sighting' | 'recordLook' | 'addLook'>;

export function lookRecorder(db: Kysely<Schema>, engine: Engine, longestGapMs: number): LookRecorder {
  const addLook = grouped(db, {
    async one(transaction, { endpointId, made, now }: AddedLook) {
      const isThere = await holdEndpoint(transaction, engine, endpointId);
      const kept = await readSighting(transaction, endpointId);
      const sighting = made(kept);
      if (isThere) await record(transaction, sighting, longestGapMs, now);
      return { kept, sighting };
    },
  });
  return {
    sighting: (endpointId) => readSighting(db, endpointId),
    recordLook: (sighting, notifications, now) =>
      inTransaction(db, async (transaction) => {
        if (!(await holdEndpoint(transaction, engine, sighting.endpointId))) return 0;
        await record(transaction, sighting, longestGapMs, now);
        return queueAll(transaction, notifications, now);
      }),
    addLook: (endpointId, made, now) => addLook({ endpointId, made, now }),
  };
}

async function readSighting(
  db: Kysely<Schema> | Transaction<Schema>,
  endpointId: string,
): Promise<Sighting | null> {
  const [row] = await sightingOf(db, { endpointId });
  return row === undefined ? null : sightingFrom(row);
}

const sightingOf = prepared((db, place: Place<{ endpointId: string }>) =>
  db.selectFrom('sightings').selectAll().where('endpoint_id', '=', place('endpointId')),
);

/** False when it was removed while we looked: nobody asked for its alarms any more. */
export async function holdEndpoint(
  db: Transaction<Schema>,
  engine: Engine,
  endpointId: string,
): Promise<boolean> {
  const endpoint = db.selectFrom('endpoints').select('id').where('id', '=', endpointId);
  return (await forChanging(engine, endpoint).executeTakeFirst()) !== undefined;
}

async function record(
  db: Transaction<Schema>,
  sighting: Sighting,
  longestGapMs: number,
  now: Date,
): Promise<void> {
  await saveSighting(db, { ...sightingRow(sighting), newest: newestPossible(now) });
  await keepServing(db, sighting, now);
  await appendLook(db, sighting, longestGapMs);
}

type SavedSighting = ReturnType<typeof sightingRow> & { readonly newest: number };

const seenColumns = [
  'at',
  'verdict',
  'root_cause',
  'reason',
  'fingerprint256',
  'not_before',
  'not_after',
  'renewal_window',
  'issuer',
  'names',
  'certificate_seen_at',
  'served',
  'conditions',
  'doubtful',
] as const satisfies readonly Exclude<keyof ReturnType<typeof sightingRow>, 'endpoint_id'>[];

const saveSighting = prepared((db, place: Place<SavedSighting>) => {
  const seen = Object.fromEntries(seenColumns.map((column) => [column, place(column)])) as Omit<
    ReturnType<typeof sightingRow>,
    'endpoint_id'
  >;
  return (
    db
      .insertInto('sightings')
      .values({ endpoint_id: place('endpoint_id'), ...seen })
      // Of two looks at once the later one stays, whichever is saved first.
      .onConflict((conflict) =>
        conflict
          .column('endpoint_id')
          .doUpdateSet({ ...seen, turns_at: turnsAfterLook })
          .where(({ eb, or }) =>
            or([eb('sightings.at', '<=', place('at')), eb('sightings.at', '>', place('newest'))]),
          ),
      )
  );
});
