import type { Kysely, Transaction } from 'kysely';
import {
  changesBetween,
  type PastLooks,
  type SeenPart,
  type Snapshot,
  type SnapshotPart,
} from '../../core/past/snapshot.ts';
import type { ObservationStore } from '../../core/store/past.ts';
import type { Target } from '../../core/target.ts';
import { targetKey } from '../codec/row-codec.ts';
import { type Engine, forChanging } from '../engine.ts';
import { grouped } from '../grouped.ts';
import { type Place, prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { keepChange } from './keep-change.ts';

/** Anybody may check anything once; the targets looked at longest ago go first. */
const mostTargets = 20_000;

export function observationStore(db: Kysely<Schema>, engine: Engine, limit = mostTargets): ObservationStore {
  // Finding the oldest walks over all that stay: a sweep would do that for each few dozen looks.
  const pruneEvery = Math.ceil(limit / 20);
  let untilPrune = 0;
  const put = grouped(db, {
    one: (transaction, kept: Kept) => keep(transaction, engine, kept),
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
  return {
    async get(key) {
      const [row] = await observed(db, { key });
      if (row === undefined) return null;
      const lastGood = row.last_good === '' ? null : decodeSnapshot(row.last_good);
      return { last: decodeSnapshot(row.last), lastGood };
    },
    put: (key, looks, target) => put({ key, looks, target }),
  };
}

type Kept = { readonly key: string; readonly looks: PastLooks; readonly target: Target | undefined };

async function keep(
  db: Transaction<Schema>,
  engine: Engine,
  { key, looks: { last, lastGood }, target }: Kept,
): Promise<void> {
  const columns = {
    at: last.at.getTime(),
    last: JSON.stringify(last),
    last_good: lastGood === null ? '' : JSON.stringify(lastGood),
  };
  await engine.hold(db, `observations ${key}`);
  if (target !== undefined) await keepObserved(db, engine, key, last, target);
  await saveObserved(db, { key, ...columns });
}

const observed = prepared((db, place: Place<{ key: string }>) =>
  db.selectFrom('observations').select(['last', 'last_good']).where('key', '=', place('key')),
);

type Observed = Record<'key' | 'last' | 'last_good', string> & { readonly at: number };

const saveObserved = prepared((db, place: Place<Observed>) => {
  const columns = { at: place('at'), last: place('last'), last_good: place('last_good') };
  return db
    .insertInto('observations')
    .values({ key: place('key'), ...columns })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet(columns).where('observations.at', '<=', columns.at),
    );
});

/** Balancers hand out other addresses by the minute; of certificates the looks tell. */
const toldOtherwise: readonly SnapshotPart[] = ['addresses', 'ttl', 'certificate', 'issuer', 'not-after'];

async function keepObserved(
  db: Transaction<Schema>,
  engine: Engine,
  key: string,
  now: Snapshot,
  target: Target,
): Promise<void> {
  const [row] = await observed(db, { key });
  if (row === undefined) return;
  const before = decodeSnapshot(row.last);
  if (before.at >= now.at) return;
  const changes = changesBetween(before, now).filter(({ what }) => !toldOtherwise.includes(what));
  if (changes.length === 0) return;
  const { url, address } = targetKey(target);
  const endpoint = await forChanging(
    engine,
    db.selectFrom('endpoints').select('id').where('url', '=', url).where('address', '=', address),
  ).executeTakeFirst();
  if (endpoint !== undefined) await keepChange(db, endpoint.id, { at: now.at, what: 'observed', changes });
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
