import type { Kysely, Transaction } from 'kysely';
import { inTransaction } from './in-transaction.ts';
import type { Schema } from './schema.ts';

export type Grouping<Item, Result> = {
  /** May run twice: again by itself when the transaction it shared with others was rolled back. */
  one(transaction: Transaction<Schema>, item: Item): Promise<Result>;
  /** After each transaction that was committed, with how many it did. */
  after?(count: number): Promise<void>;
};

/** Holds the write lock, and SQLite's thread, for as long as a few dozen short statements take. */
const mostTogether = 32;

type Waiting<Item, Result> = PromiseWithResolvers<Result> & { readonly item: Item };

/**
 * Does in one transaction what is asked for within one turn of the event loop: a commit waits for the disk, and a sweep that
 * waited once for each look would do little else. Each call resolves once its own is committed, and rejects for reasons of
 * its own only: where one fails, each of them gets a transaction by itself.
 */
export function grouped<Item, Result>(
  db: Kysely<Schema>,
  { one, after }: Grouping<Item, Result>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];

  async function flush(): Promise<void> {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += mostTogether)
      await doTogether(all.slice(from, from + mostTogether));
  }

  async function doTogether(some: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await inTransaction(db, async (transaction) => {
        const done: Result[] = [];
        for (const { item } of some) done.push(await one(transaction, item));
        return done;
      });
      await after?.(some.length);
      for (const [at, { resolve }] of some.entries()) resolve(results[at] as Result);
    } catch (fault) {
      const [first] = some;
      if (some.length === 1) first?.reject(fault);
      else for (const each of some) await doTogether([each]);
    }
  }

  return (item) => {
    const mine = { ...Promise.withResolvers<Result>(), item };
    if (waiting.length === 0) setImmediate(() => void flush());
    waiting.push(mine);
    return mine.promise;
  };
}
