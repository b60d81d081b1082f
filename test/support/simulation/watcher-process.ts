import { loadConfig } from '../../../src/config.ts';
import type { Log } from '../../../src/core/log.ts';
import type { Diagnose } from '../../../src/core/services.ts';
import type { Store } from '../../../src/core/store/store.ts';
import type { Send } from '../../../src/core/watch/notification.ts';
import { duties } from '../../../src/jobs/duties/index.ts';
import type { Duty, DutyWorld } from '../../../src/jobs/duty.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { openQueue } from '../../../src/queue/index.ts';
import { createAuditWriter } from '../../../src/services/gate/audit-writer.ts';
import { createLimits } from '../../../src/services/gate/limits.ts';
import type { Services } from '../../../src/services.ts';

/** The duties that watch; the others look things up in a network that is not there. */
const simulated = ['sweep', 'recheck', 'alarms', 'digest'];

export type ProcessWorld = {
  readonly store: Store;
  readonly now: () => Date;
  readonly diagnose: Diagnose;
  readonly send: Send;
  readonly random: () => number;
  readonly log: Log;
  readonly sweepEvery: string;
};

/** One process of the watcher: its real duties and its real deliverer, a turn at a time. */
export type WatcherProcess = {
  /** Does what is due and says when there is more, by its clock; null: nothing in sight. */
  turn(): Promise<Date | null>;
  /** Whatever is under way is cut off. */
  stop(): Promise<void>;
  /** Stops by itself in the middle of the next sweep, after so many looks. */
  stopAfter(looks: number): void;
  readonly stopped: () => boolean;
};

export function startProcess(world: ProcessWorld): WatcherProcess {
  const stopping = new AbortController();
  let looksLeft = Number.POSITIVE_INFINITY;
  const dutyWorld = dutyWorldOf(world, async (target, options) => {
    looksLeft -= 1;
    if (looksLeft <= 0) stopping.abort(new Error('the process was stopped'));
    options.signal.throwIfAborted();
    return world.diagnose(target, options);
  });
  const own = duties.filter(({ name }) => simulated.includes(name));

  async function turn(): Promise<Date | null> {
    const moments = [];
    for (const duty of own) moments.push(await work(duty));
    if (!stopping.signal.aborted) await deliver();
    moments.push(stopping.signal.aborted ? null : await world.store.outbox.nextDue());
    return moments
      .filter((moment) => moment !== null)
      .reduce<Date | null>((first, one) => (first === null || one < first ? one : first), null);
  }

  async function work(duty: Duty): Promise<Date | null> {
    if (stopping.signal.aborted) return null;
    try {
      const next = await duty.work(dutyWorld, stopping.signal);
      // It comes round each minute whether there is something in doubt or not.
      if (duty.name === 'recheck' && (await world.store.endpoints.doubtful(1)).length === 0) return null;
      return next;
    } catch (fault) {
      if (stopping.signal.aborted) return null;
      throw fault;
    }
  }

  async function deliver(): Promise<void> {
    const { store, now, send, log, random } = world;
    const sendTo = new Map([
      ['slack', send],
      ['console', send],
    ] as const);
    await deliverDue({ store, now, log, random, sendTo, signal: stopping.signal });
  }

  return {
    turn,
    stopAfter(looks) {
      looksLeft = looks;
    },
    async stop() {
      stopping.abort(new Error('the process was stopped'));
      await world.store.close();
    },
    stopped: () => stopping.signal.aborted,
  };
}

function dutyWorldOf({ store, now, log, random, sweepEvery }: ProcessWorld, diagnose: Diagnose): DutyWorld {
  const config = loadConfig({
    DATA_DIR: '.',
    REFERENCE_HOSTS: 'off',
    SWEEP_INTERVAL: sweepEvery,
    SWEEP_CONCURRENCY: '4',
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'silent',
  });
  const services: Services = {
    config,
    log,
    now,
    diagnose,
    heartbeat: null,
    searchLogs: null,
    askOthers: async () => [],
    probeTarget: async () => ({ kind: 'busy' }),
    sendToWebhook: async () => ({ kind: 'refused', reason: 'there is none' }),
    store: async () => store,
    limits: createLimits(config.access, now),
    auditWriter: createAuditWriter({ audit: async () => store.audit, log }),
    queue: () => openQueue(null),
    forCommands() {
      throw new Error('nobody types commands in a simulation');
    },
    close: async () => undefined,
  };
  return {
    services,
    config,
    store,
    diagnose,
    diagnoseMany: diagnose,
    now,
    log,
    random,
    onQueued() {},
    onSwept() {},
    takeRequests: () => [],
    onSweepFailed(reason) {
      throw new Error(reason);
    },
  };
}
