import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Bree from 'bree';
import type { Config } from '../config.ts';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { WorkerPulse } from '../core/operations.ts';
import type { SweepCounts } from '../monitor/looking/sweep.ts';
import type { FromWorker, ToWorker, WatchData } from './messages.ts';
import { pulseRequests } from './pulse-requests.ts';
import { sweepRequests } from './sweep-requests.ts';
import { watchLimits } from './watch-limits.ts';

export type SchedulerOptions = {
  readonly config: Config;
  readonly log: Log;
  /** The worker queued a notification: poke the deliverer. */
  readonly onQueued: () => void;
  readonly onSwept?: (counts: SweepCounts) => void;
  /** Folder of the job files. */
  readonly root?: string;
  /** First pause before a crashed worker is started again; doubles up to a minute. */
  readonly firstRestartMs?: number;
  /** How long the worker may take to end what it does. */
  readonly stopDeadlineMs?: number;
};

export type Scheduler = {
  /** Sweeps now, in the worker. Rejects when the worker stops meanwhile. */
  sweepNow(): Promise<SweepCounts>;
  /** A duty looks at once instead of at its own time: a digest was scheduled or moved, say. */
  poke(duty: string): void;
  /** Null: the worker is not there, or did not answer in time. */
  pulse(): Promise<WorkerPulse | null>;
  /** Bounded, and leaves no thread and no timer. */
  stop(): Promise<void>;
};

const job = 'sweep';
const longestRestartMs = 60_000;
const steadyAfterMs = 60_000;
const stoppingText = 'Notafter is stopping.';

/**
 * Runs the watching in one worker thread that stays, off the thread that answers people. Resolves when the worker
 * works; rejects when it cannot start at all.
 */
export async function startScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const { config, log, onQueued, onSwept, root, firstRestartMs = 1000, stopDeadlineMs = 2000 } = options;
  const requests = sweepRequests((id) => post({ kind: 'sweep', id }));
  const pulses = pulseRequests((id) => post({ kind: 'pulse', id }));
  const firstReady = Promise.withResolvers<void>();
  let restartMs = firstRestartMs;
  let restart: NodeJS.Timeout | undefined;
  let steady: NodeJS.Timeout | undefined;
  let started = false;
  let working = false;
  let stopping = false;
  let crash: unknown = null;

  const bree = new Bree({
    root: root ?? fileURLToPath(new URL('.', import.meta.url)),
    doRootCheck: false,
    // The published package is JavaScript; this file was emitted with its job.
    defaultExtension: extname(import.meta.url).slice(1),
    acceptedExtensions: ['.ts', '.js'],
    logger: breeLog(log),
    jobs: [
      {
        name: job,
        timeout: false,
        worker: { workerData: { config } satisfies WatchData, resourceLimits: watchLimits },
      },
    ],
    workerMessageHandler: ({ message }) => receive(message as FromWorker),
    // Called for the error and again for the exit that follows: the first tells why.
    errorHandler: (fault) => {
      crash ??= fault;
    },
  });
  bree.on('worker deleted', ended);

  await bree.run(job);
  try {
    await firstReady.promise;
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    async sweepNow() {
      if (stopping) throw new Error(stoppingText);
      return requests.ask();
    },
    poke: (duty) => post({ kind: 'poke', duty }),
    pulse: () => pulses.ask(),
    stop,
  };

  function post(message: ToWorker): boolean {
    if (!working) return false;
    bree.workers.get(job)?.postMessage(message);
    return true;
  }

  function receive(message: FromWorker): void {
    if (message === 'cancelled') {
      // Bree waits for this word as the very next message, and misses it when another comes between.
      void bree.workers.get(job)?.terminate();
      return;
    }
    switch (message.kind) {
      case 'ready':
        started = true;
        working = true;
        steady = setTimeout(() => {
          restartMs = firstRestartMs;
        }, steadyAfterMs);
        firstReady.resolve();
        requests.resend();
        return;
      case 'swept':
        requests.answer(message.ids, message.counts);
        onSwept?.(message.counts);
        return;
      case 'sweep-failed':
        requests.fail(message.ids, new Error(`The sweep failed: ${message.reason}`));
        return;
      case 'queued':
        onQueued();
        return;
      case 'pulse':
        pulses.answer(message.id, message.pulse);
        return;
    }
  }

  function ended(): void {
    working = false;
    clearTimeout(steady);
    if (stopping) return;
    const fault = crash ?? new Error('the watch worker ended by itself');
    crash = null;
    requests.failSent(new Error(`The sweep was cut off: ${reasonOf(fault)}`));
    if (!started) {
      firstReady.reject(fault);
      return;
    }
    log.error({ err: fault, restartMs }, 'the watch worker stopped and will be started again');
    restart = setTimeout(() => void bree.run(job), restartMs);
    // One that breaks again soon is tried ever more rarely.
    restartMs = Math.min(restartMs * 2, longestRestartMs);
  }

  async function stop(): Promise<void> {
    stopping = true;
    clearTimeout(restart);
    clearTimeout(steady);
    requests.failAll(new Error(stoppingText));
    const deadline = setTimeout(() => {
      for (const worker of bree.workers.values()) void worker.terminate();
    }, stopDeadlineMs);
    // Waits until Bree has seen every worker exit; the deadline above makes sure that they do.
    await bree.stop(job);
    clearTimeout(deadline);
  }
}

/** Bree tells each start and end; an operator reads that only when looking for something. */
function breeLog(log: Log) {
  const say = (message: unknown) => log.debug({}, reasonOf(message));
  return { info: say, warn: say, error: say };
}
