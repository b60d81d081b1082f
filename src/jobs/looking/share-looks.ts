import { extname } from 'node:path';
import type { Diagnose } from '../../core/services.ts';
import type { Target } from '../../core/target.ts';
import { type HelperParts, lookHelper } from './look-helper.ts';

export type SharedLooks = {
  /** As the one that was given. Of looks that the other thread made there are no facts, only how each step ended. */
  readonly diagnose: Diagnose;
  stop(): Promise<void>;
};

export type Sharing = Omit<HelperParts, 'entry'> & {
  /** Looks in this thread. */
  readonly diagnose: Diagnose;
  readonly entry?: URL;
  /** SWEEP_THREADS. */
  readonly threads: number;
  /** So many looks of one sweep are worth a second thread. */
  readonly many?: number;
};

/** For fewer endpoints than this a second thread costs more than it saves. */
const usualMany = 1000;
/** So many at once are a sweep, or a list that was just brought; what comes after such a pause is another. */
const busyFrom = 16;
const betweenMs = 10_000;
/** Of a hundred; the thread that plans and saves has the rest. */
const othersShare = 60;

/**
 * Lets a second thread look at more than half of a large fleet, where one is wanted. Which endpoints does not change
 * from sweep to sweep: each thread remembers verdicts of its own. What is planned, counted and saved stays in this thread.
 */
export function shareLooks({
  diagnose,
  threads,
  many = usualMany,
  entry = new URL(`../look${extname(import.meta.url)}`, import.meta.url),
  ...parts
}: Sharing): SharedLooks {
  const helper = lookHelper({ ...parts, entry });
  let underWay = 0;
  let inARow = 0;
  let lastAt = 0;

  return {
    async diagnose(target, options) {
      const at = performance.now();
      if (at - lastAt > betweenMs) inARow = 0;
      lastAt = at;
      underWay += 1;
      if (underWay >= busyFrom) inARow += 1;
      if (inARow >= many && threads > 1) helper.start();
      try {
        const isTheirs = helper.isReady() && shareOf(target) < othersShare;
        return (isTheirs ? await helper.look(target, options) : null) ?? (await diagnose(target, options));
      } finally {
        underWay -= 1;
      }
    },
    stop: helper.stop,
  };
}

/** From 0 to 99, the same for the same place each time. */
function shareOf({ host, port, address }: Target): number {
  let sum = port;
  for (const character of `${host} ${address ?? ''}`)
    sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return (sum >>> 0) % 100;
}
