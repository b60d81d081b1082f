import { createHash } from 'node:crypto';
import { reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ObservationStore } from '../store/past.ts';
import { type Target, targetUrl } from '../target.ts';
import { inTime } from '../waiting/in-time.ts';
import type { PastLooks } from './snapshot.ts';

/** What was seen of a target before. Neither call rejects, and neither holds up an answer for long. */
export type History = {
  /** Null when nothing is known, or the place where it is kept did not say in time. */
  recall(target: Target, leave?: Leave): Promise<PastLooks | null>;
  /** Goes on behind the back of whoever calls. */
  remember(target: Target, looks: PastLooks, leave?: Leave): void;
};

/** The networks without which a look would have been refused: what was seen by such leave is told to who has it, too. */
export type Leave = readonly string[];

export type KeptHistory = History & {
  /** When everything that was to be remembered is, or could not be. */
  settled(): Promise<void>;
};

export type HistoryParts = {
  /** Null while there is no store. */
  observations(): Promise<ObservationStore | null>;
  /** The place we look from: another sees other addresses. */
  readonly from: string;
  readonly log: Log;
};

/** A diagnosis on the same machine takes some 10 ms; a locked disk must not make it take a second. */
const longestReadMs = 200;

export function createHistory({ observations, from, log }: HistoryParts): KeptHistory {
  const writing = new Set<Promise<void>>();

  function told(thrown: unknown): null {
    log.debug({ reason: reasonOf(thrown) }, 'what was seen before could not be reached');
    return null;
  }

  async function read(target: Target, leave: Leave): Promise<PastLooks | null> {
    return (await (await observations())?.get(observationKey(target, from, leave))) ?? null;
  }

  async function write(target: Target, looks: PastLooks, leave: Leave): Promise<void> {
    await (await observations())?.put(observationKey(target, from, leave), looks, target);
  }

  return {
    recall: (target, leave = []) => inTime(read(target, leave).catch(told), longestReadMs),
    remember(target, looks, leave = []) {
      const written: Promise<void> = write(target, looks, leave)
        .catch(told)
        .then(() => {
          writing.delete(written);
        });
      writing.add(written);
    },
    async settled() {
      await Promise.all(writing);
    },
  };
}

/** A digest: the query of a URL that somebody checked once may hold a secret, and nobody has to read this key. */
export function observationKey(target: Target, from: string, leave: Leave = []): string {
  const parts = [targetUrl(target), target.address ?? '', target.client ?? '', from, ...leave];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
