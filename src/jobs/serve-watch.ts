import type { MessagePort } from 'node:worker_threads';
import { reasonOf } from '../core/errors.ts';
import { openLog } from '../log.ts';
import { postDueDigests, sweepIfDue } from '../monitor/due-work.ts';
import { startRound } from '../monitor/round.ts';
import { type SweepCounts, sweep } from '../monitor/sweep.ts';
import { openServices } from '../services.ts';
import type { FromWorker, ToWorker, WatchData } from './messages.ts';

/** Schedules may be changed by another process, which cannot poke us. */
const longestSleepMs = 30_000;

/** The worker's life: sweeps and digests on their schedule and on request, until told to cancel. */
export async function serveWatch(port: MessagePort, { config }: WatchData): Promise<void> {
  const log = openLog(config.logLevel);
  const tell = (message: FromWorker) => port.postMessage(message);
  const services = await openServices(config, log);
  const store = await services.store();
  const { diagnose, now } = services;
  const world = { store, diagnose, now, log, ...config.sweep };
  const asked: number[] = [];

  function swept(counts: SweepCounts, ids: readonly number[]): void {
    if (counts.pinged > 0) tell({ kind: 'queued' });
    tell({ kind: 'swept', counts, ids });
  }

  async function sweepOnRequest(signal: AbortSignal): Promise<void> {
    const ids = asked.splice(0);
    if (ids.length === 0) return;
    try {
      swept(await sweep({ ...world, signal }), ids);
    } catch (fault) {
      log.error({ err: fault }, 'a sweep on request failed');
      tell({ kind: 'sweep-failed', reason: reasonOf(fault), ids });
    }
  }

  const sweeps = startRound({
    name: 'sweep',
    log,
    now,
    longestSleepMs,
    async work(signal) {
      await sweepOnRequest(signal);
      return sweepIfDue({ ...world, signal, onSwept: (counts) => swept(counts, []) });
    },
  });
  const digests = startRound({
    name: 'digest',
    log,
    now,
    longestSleepMs,
    work: (signal) => postDueDigests({ ...world, signal, onQueued: () => tell({ kind: 'queued' }) }),
  });

  port.on('message', (message: ToWorker) => {
    if (message === 'cancel') {
      void cancel();
      return;
    }
    switch (message.kind) {
      case 'sweep':
        asked.push(message.id);
        sweeps.poke();
        return;
      case 'schedule-changed':
        digests.poke();
        return;
    }
  });
  tell({ kind: 'ready' });

  async function cancel(): Promise<void> {
    try {
      await Promise.all([sweeps.stop(), digests.stop()]);
      await services.close();
    } catch (fault) {
      log.error({ err: fault }, 'the watch worker did not close cleanly');
    }
    tell('cancelled');
  }
}
