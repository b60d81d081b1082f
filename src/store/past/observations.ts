import { type Kysely, sql, type Transaction } from 'kysely';
import {
  type Change,
  changesBetween,
  type PastLooks,
  type SeenPart,
  type Snapshot,
  type SnapshotPart,
} from '../../core/past/snapshot.ts';
import type { ObservationStore } from '../../core/store/past.ts';
import type { Target } from '../../core/target.ts';
import { targetKey } from '../codec/row-codec.ts';
import { endpointHolder } from '../endpoints/holding.ts';
import type { Engine } from '../engine.ts';
import { grouped, rounds } from '../grouped.ts';
import { jsonRows } from '../json-rows.ts';
import { writingRows } from '../many-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { together } from '../together.ts';
import { changeKeeper, type KeptChange } from './keep-change.ts';

/** Anybody may check anything once; the targets looked at longest ago go first. */
const mostTargets = 20_000;

export function observationStore(db: Kysely<Schema>, engine: Engine, limit = mostTargets): ObservationStore {
  // Finding the oldest walks over all that stay: a sweep would do that for each few dozen looks.
  const pruneEvery = Math.ceil(limit / 20);
  let untilPrune = 0;
  const observed = prepared((db, place: Place<{ keys: string }>) =>
    db
      .selectFrom('observations')
      .select(['key', 'last', 'last_good'])
      .where(engine.isAmong('key', place('keys'))),
  );
  const write = writingRows<Observed>(engine, {
    table: 'observations',
    columns: { key: 'text', at: 'bigint', last: 'text', last_good: 'text' },
    key: ['key'],
    known: { where: sql<boolean>`observations.at <= excluded.at` },
  });
  const keepChanges = changeKeeper(engine);
  const hold = endpointHolder(engine);

  async function read(reader: Kysely<Schema>, keys: readonly string[]): Promise<ReadonlyMap<string, Read>> {
    const rows = await observed(reader, { keys: jsonRows(keys) });
    return new Map(rows.map((row) => [row.key, row]));
  }

  /** Each of another key. */
  async function keep(transaction: Transaction<Schema>, all: readonly Kept[]): Promise<void> {
    const keys = all.map(({ key }) => key);
    await engine.holdAll(
      transaction,
      keys.map((key) => `observations ${key}`),
    );
    const known = await read(transaction, keys);
    const changed: KeptChange[] = [];
    for (const { key, looks, target } of all) {
      const before = known.get(key);
      if (before === undefined || target === undefined) continue;
      const changes = toldChanges(decodeSnapshot(before.last), looks.last);
      const endpointId = changes.length === 0 ? null : await endpointOf(transaction, target);
      if (endpointId === null) continue;
      changed.push({ endpointId, change: { at: looks.last.at, what: 'observed', changes } });
    }
    if (changed.length > 0) {
      const held = await hold(
        transaction,
        changed.map(({ endpointId }) => endpointId),
      );
      await keepChanges(
        transaction,
        changed.filter(({ endpointId }) => held.has(endpointId)),
      );
    }
    await write(transaction, all.map(rowOf));
  }

  const put = grouped(db, {
    async all(transaction, kept: readonly Kept[]) {
      for (const round of rounds(kept, ({ key }) => key)) await keep(transaction, round);
      return kept.map(() => undefined);
    },
    async after(count) {
      untilPrune -= count;
      if (untilPrune > 0) return;
      untilPrune = pruneEvery;
      await db
        .deleteFrom('observations')
        .where('at', '<', (query) =>
          query
            .selectFrom('observations as newer')
            .select('newer.at')
            .orderBy('newer.at', 'desc')
            .limit(1)
            .offset(limit - 1),
        )
        .execute();
    },
  });
  const get = together({
    async all(keys: readonly string[]) {
      const found = await read(db, [...new Set(keys)]);
      return keys.map((key) => found.get(key));
    },
  });
  return {
    async get(key) {
      const row = await get(key);
      if (row === undefined) return null;
      const lastGood = row.last_good === '' ? null : decodeSnapshot(row.last_good);
      return { last: decodeSnapshot(row.last), lastGood };
    },
    put: (key, looks, target) => put({ key, looks, target }),
  };
}

type Kept = { readonly key: string; readonly looks: PastLooks; readonly target: Target | undefined };

type Observed = Record<'key' | 'last' | 'last_good', string> & { readonly at: number };
type Read = Omit<Observed, 'at'>;

function rowOf({ key, looks: { last, lastGood } }: Kept): Observed {
  return {
    key,
    at: last.at.getTime(),
    last: JSON.stringify(last),
    last_good: lastGood === null ? '' : JSON.stringify(lastGood),
  };
}

/** Balancers hand out other addresses by the minute; of certificates the looks tell. */
const toldOtherwise: readonly SnapshotPart[] = ['addresses', 'ttl', 'certificate', 'issuer', 'not-after'];

function toldChanges(before: Snapshot, now: Snapshot): readonly Change[] {
  if (before.at >= now.at) return [];
  return changesBetween(before, now).filter(({ what }) => !toldOtherwise.includes(what));
}

async function endpointOf(db: Transaction<Schema>, target: Target): Promise<string | null> {
  const { url, address } = targetKey(target);
  const row = await db
    .selectFrom('endpoints')
    .select('id')
    .where('url', '=', url)
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.id ?? null;
}

type StoredPart = Omit<SeenPart, 'at'> & { readonly at: string };
type StoredSnapshot = {
  readonly at: string;
  readonly parts: Readonly<Partial<Record<SnapshotPart, StoredPart>>>;
};

function decodeSnapshot(text: string): Snapshot {
  const { at, parts } = JSON.parse(text) as StoredSnapshot;
  return {
    at: new Date(at),
    parts: Object.fromEntries(
      Object.entries(parts).map(([part, seen]) => [part, { ...seen, at: new Date(seen.at) }]),
    ),
  };
}
