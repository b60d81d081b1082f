import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';

/** Work that comes round again and again until it is stopped. */
export type Round = {
  /** Does the work now, or once more when it is being done. */
  poke(): void;
  /** Aborts the signal of the work and waits for it to end. */
  stop(): Promise<void>;
};

export type RoundOptions = {
  readonly name: string;
  readonly log: Log;
  readonly now: () => Date;
  /** Longest sleep: other processes cannot poke us. */
  readonly longestSleepMs: number;
  /** Does what is due and says when there is more; null: nothing in sight. */
  work(signal: AbortSignal): Promise<Date | null>;
};

/** After a fault the next try waits this long, or a fault that stays would fill the log. */
const afterFaultMs = 5000;

export function startRound({ name, log, now, longestSleepMs, work }: RoundOptions): Round {
  const stopped = new AbortController();
  let poked = Promise.withResolvers<void>();
  const ended = run();
  return {
    poke: () => poked.resolve(),
    async stop() {
      stopped.abort();
      poked.resolve();
      await ended;
    },
  };

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      poked = Promise.withResolvers<void>();
      const sleepMs = await workOnce();
      if (stopped.signal.aborted) return;
      await sleep(sleepMs);
    }
  }

  async function workOnce(): Promise<number> {
    try {
      const next = await work(stopped.signal);
      const untilMs = next === null ? longestSleepMs : next.getTime() - now().getTime();
      return Math.max(0, Math.min(untilMs, longestSleepMs));
    } catch (fault) {
      if (!stopped.signal.aborted) log.error({ err: fault, reason: reasonOf(fault) }, `${name} failed`);
      return afterFaultMs;
    }
  }

  async function sleep(ms: number): Promise<void> {
    const awake = new AbortController();
    const slept = wait(ms, undefined, { signal: awake.signal }).catch(() => undefined);
    await Promise.race([slept, poked.promise]);
    awake.abort();
  }
}
