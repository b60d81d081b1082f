import { reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { AnswerStore } from '../store/past.ts';
import { inTime } from '../waiting/in-time.ts';
import type { AnswerCache } from './answer-cache.ts';

export type LayeredCache = AnswerCache & {
  /** When everything that was put has reached the store, or failed to. */
  settled(): Promise<void>;
};

export type LayeredCacheParts = {
  /** This process's own, asked first. */
  readonly memory: AnswerCache;
  /** What all processes share; null while there is none. Asked for on the first need only. */
  answers(): Promise<AnswerStore | null>;
  readonly now: () => Date;
  readonly log: Log;
};

/** A locked or slow disk must not hold up a check: a fetch is faster then. */
const longestReadMs = 300;

/** The shared store behind the memory of one process. Writing goes on behind the back of whoever put. */
export function createLayeredCache({ memory, answers, now, log }: LayeredCacheParts): LayeredCache {
  const writing = new Set<Promise<void>>();

  async function read(key: string): Promise<Awaited<ReturnType<AnswerStore['get']>>> {
    const store = await answers();
    return store === null ? null : store.get(key, now());
  }

  async function write(key: string, bytes: Uint8Array, until: Date): Promise<void> {
    const store = await answers();
    await store?.put(key, bytes, until, now());
  }

  function told(thrown: unknown): null {
    log.debug({ reason: reasonOf(thrown) }, 'the answers that are kept could not be reached');
    return null;
  }

  return {
    async get(key) {
      const near = await memory.get(key);
      if (near !== null) return near;
      const found = await inTime(read(key).catch(told), longestReadMs);
      if (found === null) return null;
      await memory.put(key, found.bytes, found.until);
      return found.bytes;
    },
    async put(key, bytes, until) {
      await memory.put(key, bytes, until);
      const written = write(key, bytes, until).catch(told);
      const tracked = written.then(() => {
        writing.delete(tracked);
      });
      writing.add(tracked);
    },
    async settled() {
      await Promise.all(writing);
    },
  };
}
