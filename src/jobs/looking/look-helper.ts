import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Diagnosis } from '../../core/diagnosis.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { DiagnoseOptions } from '../../core/services.ts';
import type { ObservationStore } from '../../core/store/past.ts';
import type { Target } from '../../core/target.ts';
import type { WatchData } from '../messages.ts';
import { watchLimits } from '../watch-limits.ts';
import type { FromLooker, ToLooker } from './messages.ts';

/** A second thread that looks. */
export type LookHelper = {
  /** Begins to start it, unless it is there or broke a moment ago. */
  start(): void;
  isReady(): boolean;
  /** Null: the thread ended before it could say, and somebody else has to look. Rejects as `Diagnose` does. */
  look(target: Target, options: Pick<DiagnoseOptions, 'signal' | 'reach'>): Promise<Diagnosis | null>;
  /** Bounded, and leaves no thread. */
  stop(): Promise<void>;
};

export type HelperParts = {
  readonly data: WatchData;
  /** The file it begins with. */
  readonly entry: URL;
  readonly log: Log;
  readonly remember: ObservationStore['put'];
  /** How long one that broke is done without. */
  readonly pauseMs?: number;
  /** How often it is asked whether it lives, while it has something to do. */
  readonly pulseMs?: number;
};

const usualPauseMs = 60_000;
const stopDeadlineMs = 1000;
const usualPulseMs = 5000;
/** A machine that stands still holds up both threads: what came in meanwhile is heard before the next question. */
const mostSilences = 6;

export function lookHelper({
  data,
  entry,
  log,
  remember,
  pauseMs = usualPauseMs,
  pulseMs = usualPulseMs,
}: HelperParts): LookHelper {
  const waiting = new Map<number, PromiseWithResolvers<Diagnosis | null>>();
  const writing = new Set<Promise<void>>();
  let worker: Worker | null = null;
  let ready = false;
  let stopping = false;
  let newest = 0;
  let notBefore = 0;
  let fault: unknown = null;
  let silences = 0;
  let pulse: NodeJS.Timeout | null = null;

  function start(): void {
    if (worker !== null || stopping || performance.now() < notBefore) return;
    fault = new Error('it ended by itself');
    worker = new Worker(entry, { workerData: data, resourceLimits: watchLimits });
    worker.on('message', receive);
    worker.on('error', (thrown) => {
      fault = thrown;
    });
    worker.on('exit', () => ended(fault));
  }

  /** From when it is there: before that it holds up nothing. */
  function watchOver(begun: Worker): NodeJS.Timeout {
    const asking = setInterval(() => {
      silences += 1;
      if (silences <= mostSilences) return begun.postMessage('alive?' satisfies ToLooker);
      fault = new Error(`it said nothing for ${Math.round((silences * pulseMs) / 1000)} s`);
      // What it had is not left to wait until it is really gone.
      giveBack();
      void begun.terminate();
    }, pulseMs);
    return asking.unref();
  }

  function receive(message: FromLooker): void {
    silences = 0;
    switch (message.kind) {
      case 'ready':
        ready = true;
        if (worker !== null) pulse = watchOver(worker);
        return;
      case 'alive':
        return;
      case 'saw':
        settle(message.id, ({ resolve }) => resolve(message.diagnosis));
        return;
      case 'failed':
        settle(message.id, ({ reject }) => reject(new Error(message.reason)));
        return;
      case 'remember':
        keep(message);
        return;
    }
  }

  function settle(id: number, how: (look: PromiseWithResolvers<Diagnosis | null>) => void): void {
    const look = waiting.get(id);
    waiting.delete(id);
    if (look !== undefined) how(look);
  }

  function keep({ key, looks, target }: Extract<FromLooker, { readonly kind: 'remember' }>): void {
    const written: Promise<void> = remember(key, looks, target)
      .catch((fault: unknown) => log.debug({ reason: reasonOf(fault) }, 'what was seen could not be kept'))
      .then(() => void writing.delete(written));
    writing.add(written);
  }

  function giveBack(): void {
    ready = false;
    for (const id of [...waiting.keys()]) settle(id, ({ resolve }) => resolve(null));
  }

  function ended(fault: unknown): void {
    if (pulse !== null) clearInterval(pulse);
    worker = null;
    giveBack();
    if (stopping) return;
    notBefore = performance.now() + pauseMs;
    log.error(
      { err: fault, pauseMs },
      'a thread that shares the looks of a sweep stopped; what it had is looked at by the other',
    );
  }

  return {
    start,
    isReady: () => ready,
    async look(target, { signal, reach }) {
      signal.throwIfAborted();
      if (worker === null || !ready) return null;
      const post = (message: ToLooker) => worker?.postMessage(message);
      newest += 1;
      const id = newest;
      const asked = Promise.withResolvers<Diagnosis | null>();
      const drop = () => {
        post({ kind: 'drop', id });
        settle(id, ({ reject }) => reject(signal.reason));
      };
      waiting.set(id, asked);
      signal.addEventListener('abort', drop, { once: true });
      try {
        post({ kind: 'look', id, target, ...(reach === undefined ? {} : { reach }) });
        return await asked.promise;
      } finally {
        waiting.delete(id);
        signal.removeEventListener('abort', drop);
      }
    },
    async stop() {
      stopping = true;
      const last = worker;
      if (last !== null) {
        const gone = once(last, 'exit');
        last.postMessage('close' satisfies ToLooker);
        const deadline = setTimeout(() => void last.terminate(), stopDeadlineMs);
        await gone;
        clearTimeout(deadline);
      }
      await Promise.all(writing);
    },
  };
}
