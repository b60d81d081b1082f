import type { MessagePort } from 'node:worker_threads';
import { openLog } from '../log.ts';
import { type Round, startRound } from '../monitor/timing/round.ts';
import { looksPace } from '../services/looks-pace.ts';
import { openServices } from '../services.ts';
import { countLooks } from './count-looks.ts';
import { duties } from './duties/index.ts';
import type { DutyWorld } from './duty.ts';
import { shareLooks } from './looking/share-looks.ts';
import type { FromWorker, ToWorker, WatchData } from './messages.ts';

/** The worker's life: its duties on their schedule and on request, until told to cancel. */
export async function serveWatch(port: MessagePort, { config }: WatchData): Promise<void> {
  const log = openLog(config.logLevel, config.secrets);
  const tell = (message: FromWorker) => port.postMessage(message);
  const services = await openServices(config, log);
  const store = await services.store();
  const { now } = services;
  const counted = countLooks();
  const diagnose = counted.counting(services.diagnose);
  const pace = looksPace(config);
  const paced = pace.paced(services.diagnose);
  // Processes on a database share a sweep among them: whoever wants two threads starts two.
  const shared =
    config.databaseUrl === null
      ? shareLooks({
          diagnose: paced,
          data: { config },
          threads: config.sweep.threads,
          log,
          remember: store.observations.put,
        })
      : null;
  const asked: number[] = [];
  const world: DutyWorld = {
    services,
    config,
    store,
    diagnose,
    diagnoseMany: counted.counting(shared?.diagnose ?? paced),
    pace,
    now,
    log,
    onQueued: () => tell({ kind: 'queued' }),
    onSwept(counts, ids) {
      if (counts.pinged > 0) tell({ kind: 'queued' });
      tell({ kind: 'swept', counts, ids });
    },
    takeRequests: () => asked.splice(0),
    onSweepFailed: (reason, ids) => tell({ kind: 'sweep-failed', reason, ids }),
  };
  const mine = duties.filter(({ role }) => config.roles.includes(role));
  const rounds = new Map<string, Round>(
    mine.map(({ name, longestSleepMs, work }) => [
      name,
      startRound({ name, log, now, longestSleepMs, work: (signal) => work(world, signal) }),
    ]),
  );

  port.on('message', (message: ToWorker) => {
    if (message === 'cancel') {
      void cancel();
      return;
    }
    switch (message.kind) {
      case 'sweep':
        asked.push(message.id);
        rounds.get('sweep')?.poke();
        return;
      case 'poke':
        rounds.get(message.duty)?.poke();
        return;
      case 'pulse':
        tell({ kind: 'pulse', id: message.id, pulse: counted.pulse() });
        return;
    }
  });
  // What only processes with a database share is read by them only: a library of schemas with it.
  const works = config.databaseUrl === null ? [] : await (await import('./take-work.ts')).takeWork(world);
  tell({ kind: 'ready' });

  async function cancel(): Promise<void> {
    try {
      await Promise.all([...rounds.values(), ...works].map((one) => one.stop()));
      await shared?.stop();
      await services.close();
    } catch (fault) {
      log.error({ err: fault }, 'the watch worker did not close cleanly');
    }
    tell('cancelled');
  }
}
