import { setTimeout as wait } from 'node:timers/promises';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Handle, Work, WorkOptions } from '../core/queue.ts';
import { inTime } from '../core/waiting/in-time.ts';

export type Fetching = WorkOptions & {
  readonly boss: PgBoss;
  readonly name: string;
  readonly handle: Handle;
  readonly mostTries: number;
  readonly log: Log | undefined;
};

type Fetched = JobWithMetadata<{ readonly value: unknown }>;
type Attempt = { readonly id: string; readonly retryCount: number };
type Running = { readonly attempt: Attempt; readonly lost: AbortController; readonly done: Promise<void> };

/** How long a job waits at most that another process sent to one that has nothing to do. */
const pollMs = 500;
const afterFaultMs = 1000;
/** Whether there is room again is asked of the handlers' own bookkeeping, which costs nothing. */
const askAgainMs = 50;
/** A third of what a worker may be silent for. */
const heartbeatMs = 3000;
/** For handlers that do not heed their signal. */
const longestStopMs = 5000;

/**
 * Fetches as much as there is room for and works at each by itself; pg-boss' own workers wait out their interval after every
 * job that was quicker, and fetch nothing more until the slowest of a batch is done.
 */
export function startFetching({
  boss,
  name,
  atOnce,
  mayTake,
  handle,
  mostTries,
  log,
}: Fetching): Work & { poke(): void } {
  const stopping = new AbortController();
  const running = new Map<string, Running>();
  let poked = Promise.withResolvers<void>();
  let isFull = false;
  let isAway = false;
  const heart = setInterval(() => void beat(), heartbeatMs);
  const ended = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      poked = Promise.withResolvers<void>();
      const pauseMs = await fetchSome();
      if (stopping.signal.aborted) return;
      const awake = new AbortController();
      await Promise.race([
        poked.promise,
        wait(pauseMs, undefined, { signal: awake.signal }).catch(() => undefined),
      ]);
      awake.abort();
    }
  }

  async function fetchSome(): Promise<number> {
    const free = atOnce - running.size;
    isFull = free <= 0;
    if (isFull || mayTake?.() === false) return mayTake === undefined ? pollMs : askAgainMs;
    const room = mayTake === undefined ? free : 1;
    try {
      const jobs = await boss.fetch<Fetched['data']>(name, { batchSize: room, includeMetadata: true });
      for (const job of jobs) begin(job as Fetched);
      isFull = jobs.length === room;
      if (isAway) log?.warn({ queue: name }, 'the queue can be read again');
      isAway = false;
      return isFull && room < free ? 0 : pollMs;
    } catch (fault) {
      const about = { queue: name, reason: reasonOf(fault) };
      if (!isAway) log?.warn(about, 'the queue cannot be read, and is tried again');
      isAway = true;
      return afterFaultMs;
    }
  }

  function begin({ id, retryCount, data }: Fetched): void {
    const lost = new AbortController();
    const attempt = { id, retryCount };
    const signal = AbortSignal.any([stopping.signal, lost.signal]);
    const done = one(attempt, data.value, signal).finally(() => {
      running.delete(id);
      // There was more than there was room for.
      if (isFull) poked.resolve();
    });
    running.set(id, { attempt, lost, done });
  }

  async function one(attempt: Attempt, data: unknown, signal: AbortSignal): Promise<void> {
    try {
      await handle({ id: attempt.id, data, attempt: attempt.retryCount + 1 }, signal);
    } catch (fault) {
      const isLast = attempt.retryCount + 1 >= mostTries;
      if (!signal.aborted) {
        const about = { queue: name, reason: reasonOf(fault), attempt: attempt.retryCount + 1 };
        if (isLast) log?.error({ ...about, err: fault }, 'a job was given up');
        else log?.warn(about, 'a job will be tried again');
      }
      await settle(() => boss.fail(name, attempt, { reason: reasonOf(fault) }));
      return;
    }
    await settle(() => boss.complete(name, attempt));
  }

  /** Its heart beats on meanwhile, so nobody else begins with what is done already. */
  async function settle(how: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await how();
        return;
      } catch (fault) {
        log?.warn({ queue: name, reason: reasonOf(fault) }, 'what became of a job cannot be written yet');
        // Then another finds out that it is done.
        if (stopping.signal.aborted) return;
        await wait(afterFaultMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  async function beat(): Promise<void> {
    const mine = [...running.values()];
    if (mine.length === 0) return;
    try {
      const answer = await boss.touch(
        name,
        mine.map(({ attempt }) => attempt),
      );
      const kept = (answer as { readonly settled?: readonly string[] }).settled;
      if (kept === undefined) return;
      for (const { attempt, lost } of mine) {
        if (!kept.includes(attempt.id) && running.get(attempt.id)?.lost === lost) lost.abort();
      }
    } catch {
      // The database is away: for the others as well, and who fetches says so.
    }
  }

  return {
    poke: () => poked.resolve(),
    async stop() {
      stopping.abort();
      poked.resolve();
      await ended;
      await inTime(Promise.all([...running.values()].map(({ done }) => done)), longestStopMs);
      clearInterval(heart);
    },
  };
}
