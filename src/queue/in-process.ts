import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Handle, NewJob, Queue, Work, WorkOptions } from '../core/queue.ts';
import { pauseMs, type Retries, usualRetries } from './retries.ts';

type Waiting = NewJob & { readonly id: string; attempt: number };
type Working = Work & { take(): void };

type Line = {
  /** Keys of all that are not done: waiting, being worked at, or to be tried again. */
  readonly keys: Set<string>;
  readonly waiting: Waiting[];
  readonly workers: Set<Working>;
};

const askAgainMs = 50;

export type InProcessOptions = { readonly log?: Log | undefined; readonly retries?: Retries };

/** For a process that has no database to share: what is queued ends with it. */
export function openInProcessQueue({ log, retries = usualRetries }: InProcessOptions = {}): Queue {
  const lines = new Map<string, Line>();
  const timers = new Set<NodeJS.Timeout>();
  let newest = 0;
  let closed = false;

  function lineOf(name: string): Line {
    const line = lines.get(name) ?? { keys: new Set(), waiting: [], workers: new Set() };
    lines.set(name, line);
    return line;
  }

  function put(line: Line, job: Waiting): void {
    line.waiting.push(job);
    for (const worker of line.workers) worker.take();
  }

  function putLater(line: Line, job: Waiting): void {
    if (closed) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        put(line, job);
      },
      pauseMs(retries, job.attempt),
    );
    timers.add(timer);
  }

  function start(name: string, line: Line, { atOnce, mayTake }: WorkOptions, handle: Handle): Working {
    const stopping = new AbortController();
    const running = new Set<Promise<void>>();

    let asking: NodeJS.Timeout | null = null;

    function askLater(): void {
      if (asking !== null) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        asking = null;
        working.take();
      }, askAgainMs);
      asking = timer;
      timers.add(timer);
    }

    async function run(job: Waiting): Promise<void> {
      job.attempt += 1;
      const { id, key, data, attempt } = job;
      try {
        // As it would come back from a database: nobody gets the sender's own object.
        await handle({ id, data: structuredClone(data), attempt }, stopping.signal);
        line.keys.delete(key);
      } catch (fault) {
        giveBack(job, fault);
      }
    }

    function giveBack(job: Waiting, fault: unknown): void {
      if (stopping.signal.aborted) {
        job.attempt -= 1;
        put(line, job);
      } else if (job.attempt < retries.mostTries) {
        log?.warn(
          { queue: name, reason: reasonOf(fault), attempt: job.attempt },
          'a job will be tried again',
        );
        putLater(line, job);
      } else {
        log?.error({ queue: name, err: fault, reason: reasonOf(fault) }, 'a job was given up');
        line.keys.delete(job.key);
      }
    }

    const working: Working = {
      take() {
        while (!stopping.signal.aborted && running.size < atOnce) {
          if (line.waiting.length > 0 && mayTake?.() === false) {
            askLater();
            return;
          }
          const job = line.waiting.shift();
          if (job === undefined) return;
          const done = run(job).finally(() => {
            running.delete(done);
            working.take();
          });
          running.add(done);
        }
      },
      async stop() {
        line.workers.delete(working);
        stopping.abort();
        await Promise.all(running);
      },
    };
    return working;
  }

  return {
    isShared: false,
    async send(name, jobs) {
      const line = lineOf(name);
      const before = line.keys.size;
      for (const { key, data } of jobs) {
        if (line.keys.has(key)) continue;
        line.keys.add(key);
        newest += 1;
        put(line, { key, data, id: String(newest), attempt: 0 });
      }
      return line.keys.size - before;
    },
    async work(name, options, handle) {
      const line = lineOf(name);
      const working = start(name, line, options, handle);
      line.workers.add(working);
      working.take();
      return { stop: working.stop };
    },
    pending: async (name) => lineOf(name).keys.size,
    async close() {
      closed = true;
      const workers = [...lines.values()].flatMap((line) => [...line.workers]);
      await Promise.all(workers.map((worker) => worker.stop()));
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
