import type { Kysely, Transaction } from 'kysely';
import { inTransaction } from './in-transaction.ts';
import type { Schema } from './schema.ts';
import { together } from './together.ts';

export type Grouping<Item, Result> = {
  /** May run twice: again with fewer when the transaction they shared was rolled back. In the order of the items. */
  all(transaction: Transaction<Schema>, items: readonly Item[]): Promise<readonly Result[]>;
  /** After each transaction that was committed, with how many it did. */
  after?(count: number): Promise<void>;
};

/**
 * Does in one transaction what is asked for at once: a commit waits for the disk, and a sweep that waited once for each look
 * would do little else. See `together`.
 */
export function grouped<Item, Result>(
  db: Kysely<Schema>,
  { all, after }: Grouping<Item, Result>,
): (item: Item) => Promise<Result> {
  return together({
    async all(items: readonly Item[]) {
      const results = await inTransaction(db, (transaction) => all(transaction, items));
      await after?.(items.length);
      return results;
    },
  });
}

/** Parts in which no key comes twice, in order: what is asked twice of the same is done one after the other. */
export function rounds<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[][] {
  const parts: Item[][] = [];
  const met = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    const round = met.get(key) ?? 0;
    met.set(key, round + 1);
    const part = parts[round] ?? [];
    parts[round] = part;
    part.push(item);
  }
  return parts;
}
