import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../core/errors.ts';
import { isStoreAway } from '../store/index.ts';

export type Waiting = {
  /** Told once, when the waiting begins. */
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly longestMs?: number;
  readonly pauseMs?: number;
};

/** As long as machines that start together take to get a database up. */
const usualLongestMs = 60_000;
const usualPauseMs = 1000;

/** Opens a store whose database may not be up yet; what waiting does not mend (a wrong password) is thrown at once. */
export async function waitForStore<T>(
  open: () => Promise<T>,
  { say, signal, longestMs = usualLongestMs, pauseMs = usualPauseMs }: Waiting,
): Promise<T> {
  const begun = performance.now();
  let said = false;
  for (;;) {
    try {
      return await open();
    } catch (thrown) {
      const waitedMs = performance.now() - begun;
      if (!(await isStoreAway(thrown)) || waitedMs + pauseMs > longestMs) throw thrown;
      if (!said) say(`${reasonOf(thrown)} Waiting for it, up to ${Math.round(longestMs / 1000)} s.`);
      said = true;
    }
    await wait(pauseMs, undefined, signal === undefined ? {} : { signal });
  }
}
