import { isCutOff } from './postgres/postgres-error.ts';

export type Together<Item, Result> = {
  /** In the order of the items. Those of a call that fails are asked for again in smaller ones. */
  all(items: readonly Item[]): Promise<readonly Result[]>;
  /** Left out: 128. */
  readonly most?: number;
};

/** Holds locks, and SQLite's thread, for as long as a few statements over so many rows take. */
const mostTogether = 128;

/** While one waits for the database whoever comes can still begin; more at a time would be smaller ones. */
const atOnce = 2;

type Waiting<Item, Result> = PromiseWithResolvers<Result> & { readonly item: Item };

/**
 * Does at once what is asked for within one turn of the event loop, or while it was busy with others: a way to the database and a
 * commit cost more than what is asked. Each call resolves once its own is done, and rejects for reasons of its own only.
 */
export function together<Item, Result>({
  all,
  most = mostTogether,
}: Together<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running = 0;

  async function run(): Promise<void> {
    running += 1;
    while (waiting.length > 0) await doAll(waiting.splice(0, most));
    running -= 1;
  }

  async function doAll(some: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await all(some.map(({ item }) => item));
      for (const [at, { resolve }] of some.entries()) resolve(results[at] as Result);
    } catch (fault) {
      if (some.length === 1 || isCutOff(fault)) {
        for (const { reject } of some) reject(fault);
        return;
      }
      const half = Math.ceil(some.length / 2);
      await doAll(some.slice(0, half));
      await doAll(some.slice(half));
    }
  }

  return (item) => {
    const mine = { ...Promise.withResolvers<Result>(), item };
    waiting.push(mine);
    if (waiting.length === 1 && running < atOnce) setImmediate(() => void run());
    return mine.promise;
  };
}
