import { inLanes, type Lanes } from '../lanes.ts';

export type SharedLanes = {
  /** Does all of it in the lanes that everybody here shares; `work` as `inLanes` has it. */
  doAll<Item>(items: readonly Item[], work: (item: Item) => Promise<boolean>): Promise<void>;
  /** Whether a lane will be empty soon. */
  hasRoom(): boolean;
  /** Resolves once the signal was aborted and what was begun has ended. */
  readonly ended: Promise<void>;
};

type Piece = () => Promise<boolean>;

/**
 * One set of lanes for all batches of a worker: what waits for a server in one batch leaves its lane to another, and at the
 * end of a batch no lane stands empty.
 */
export function sharedLanes(lanes: Lanes): SharedLanes {
  const { signal, concurrency } = lanes;
  const waiting: Piece[] = [];
  let came = Promise.withResolvers<void>();
  const wake = () => came.resolve();
  signal.addEventListener('abort', wake, { once: true });

  async function* pieces(): AsyncGenerator<Piece, void, undefined> {
    while (!signal.aborted) {
      const piece = waiting.shift();
      if (piece !== undefined) {
        yield piece;
        continue;
      }
      came = Promise.withResolvers<void>();
      await came.promise;
    }
  }

  const ended = inLanes(pieces(), lanes, (piece) => piece()).finally(() => {
    // Whoever waits for these hears that they were left undone.
    for (const piece of waiting.splice(0)) void piece();
  });
  return {
    async doAll(items, work) {
      await Promise.all(
        items.map((item) => {
          const { promise, resolve } = Promise.withResolvers<void>();
          waiting.push(async () => {
            try {
              return signal.aborted ? false : await work(item);
            } finally {
              resolve();
            }
          });
          wake();
          return promise;
        }),
      );
    },
    hasRoom: () => waiting.length < concurrency,
    ended,
  };
}
