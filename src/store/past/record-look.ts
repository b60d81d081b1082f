import type { Kysely, Transaction } from 'kysely';
import type { EndpointStore } from '../../core/store/endpoints.ts';
import type { Sighting } from '../../core/watch/endpoint.ts';
import { sightingOrNull } from '../codec/readable.ts';
import { sightingRow } from '../codec/row-codec.ts';
import { queueAll } from '../delivery/outbox.ts';
import { endpointHolder } from '../endpoints/holding.ts';
import { newestPossible, servingKeeper } from '../endpoints/serving.ts';
import { isLeftUndone, turnsAfterLook } from '../endpoints/turns.ts';
import type { ColumnKind, Engine } from '../engine.ts';
import { grouped, rounds } from '../grouped.ts';
import { inTransaction } from '../in-transaction.ts';
import { jsonRows } from '../json-rows.ts';
import { writingRows } from '../many-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { together } from '../together.ts';
import { lookAppender } from './append-look.ts';

type AddedLook = {
  readonly endpointId: string;
  made(kept: Sighting | null): Sighting;
  readonly now: Date;
};

type Saved = {
  /** False when it was removed while we looked: nobody asked for its alarms any more. */
  readonly isThere: boolean;
  readonly kept: Sighting | null;
  readonly leftUndone: boolean;
  readonly sighting: Sighting;
};

/** `kept` null: it cannot be read, and gives way to the next look. */
type Known = Pick<Saved, 'leftUndone' | 'kept'>;

type LookRecorder = Pick<EndpointStore, 'sighting' | 'recordLook' | 'addLook'>;

export function lookRecorder(db: Kysely<Schema>, engine: Engine, longestGapMs: number): LookRecorder {
  const sightingsOf = prepared((db, place: Place<{ ids: string }>) =>
    db
      .selectFrom('sightings')
      .selectAll()
      .where(engine.isAmong('endpoint_id', place('ids'))),
  );
  const hold = endpointHolder(engine);
  const saveSightings = savingSightings(engine);
  const keepServing = servingKeeper(engine);
  const appendLooks = lookAppender(engine, longestGapMs);

  async function readSightings(
    db: Kysely<Schema>,
    endpointIds: readonly string[],
  ): Promise<ReadonlyMap<string, Known>> {
    const rows = await sightingsOf(db, { ids: jsonRows(endpointIds) });
    const known = (row: (typeof rows)[number]): Known => ({
      kept: sightingOrNull(row),
      leftUndone: isLeftUndone(row),
    });
    return new Map(rows.map((row) => [row.endpoint_id, known(row)]));
  }

  /** Each of another endpoint. */
  async function save(db: Transaction<Schema>, looks: readonly AddedLook[]): Promise<readonly Saved[]> {
    const ids = looks.map(({ endpointId }) => endpointId);
    const isThere = await hold(db, ids);
    const before = await readSightings(db, ids);
    const unread = ids.filter((id) => before.get(id)?.kept === null);
    if (unread.length > 0) {
      // What is known of none is taken for new: see `servingKeeper`.
      await db.deleteFrom('serving').where('endpoint_id', 'in', unread).execute();
      await db.deleteFrom('naming').where('endpoint_id', 'in', unread).execute();
    }
    const all = looks.map(({ endpointId, made, now }) => {
      const { kept, leftUndone } = before.get(endpointId) ?? { kept: null, leftUndone: false };
      return { isThere: isThere.has(endpointId), kept, leftUndone, sighting: made(kept), now };
    });
    const saved = all.filter((one) => one.isThere);
    const newest = saved.filter(isNewest);
    await saveSightings(
      db,
      newest.map(({ sighting }) => sightingRow(sighting)),
    );
    await keepServing(db, newest);
    await appendLooks(
      db,
      saved.map(({ sighting }) => sighting),
    );
    return all;
  }

  const addLook = grouped(db, {
    async all(transaction, looks: readonly AddedLook[]) {
      const saved = new Map<AddedLook, Saved>();
      for (const round of rounds(looks, ({ endpointId }) => endpointId)) {
        for (const [at, one] of (await save(transaction, round)).entries())
          saved.set(round[at] as AddedLook, one);
      }
      return looks.map((look) => saved.get(look) as Saved);
    },
  });
  const sighting = together({
    async all(endpointIds: readonly string[]) {
      const found = await readSightings(db, [...new Set(endpointIds)]);
      return endpointIds.map((id) => found.get(id)?.kept ?? null);
    },
  });
  return {
    sighting,
    recordLook: (sighting, notifications, now) =>
      inTransaction(db, async (transaction) => {
        const look = { endpointId: sighting.endpointId, made: () => sighting, now };
        const [saved] = await save(transaction, [look]);
        return saved?.isThere === true ? queueAll(transaction, notifications, now) : 0;
      }),
    async addLook(endpointId, made, now) {
      const { kept, leftUndone, sighting } = await addLook({ endpointId, made, now });
      return { kept, leftUndone, sighting };
    },
  };
}

/** Of two looks at once the later one stays, whichever is saved first. */
function isNewest({ kept, sighting, now }: Pick<Saved, 'kept' | 'sighting'> & { now: Date }): boolean {
  return kept === null || kept.at <= sighting.at || kept.at.getTime() > newestPossible(now);
}

const seenColumns = {
  at: 'bigint',
  verdict: 'text',
  root_cause: 'text',
  reason: 'text',
  fingerprint256: 'text',
  not_before: 'bigint',
  not_after: 'bigint',
  renewal_window: 'text',
  issuer: 'text',
  names: 'text',
  certificate_seen_at: 'bigint',
  served: 'text',
  conditions: 'text',
  doubtful: 'bigint',
} as const satisfies Record<Exclude<keyof ReturnType<typeof sightingRow>, 'endpoint_id'>, ColumnKind>;

function savingSightings(engine: Engine) {
  return writingRows<ReturnType<typeof sightingRow>>(engine, {
    table: 'sightings',
    columns: { endpoint_id: 'text', ...seenColumns },
    key: ['endpoint_id'],
    known: { set: { turns_at: turnsAfterLook } },
  });
}
