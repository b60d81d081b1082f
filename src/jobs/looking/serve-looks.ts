import type { MessagePort } from 'node:worker_threads';
import type { Diagnosis } from '../../core/diagnosis.ts';
import { reasonOf } from '../../core/errors.ts';
import type { ProbeResult } from '../../core/probe.ts';
import { openLog } from '../../log.ts';
import { looksPace } from '../../services/looks-pace.ts';
import { openServices } from '../../services.ts';
import type { WatchData } from '../messages.ts';
import type { FromLooker, ToLooker } from './messages.ts';

/** The life of a thread that looks for the watch worker: it judges as that one does, and saves nothing itself. */
export async function serveLooks(port: MessagePort, { config }: WatchData): Promise<void> {
  const log = openLog(config.logLevel, config.secrets);
  const tell = (message: FromLooker) => port.postMessage(message);
  const services = await openServices(config, log, {
    async remember(key, looks, target) {
      tell({ kind: 'remember', key, looks, ...(target === undefined ? {} : { target }) });
    },
  });
  const diagnose = looksPace(config).paced(services.diagnose);
  const running = new Map<number, AbortController>();

  port.on('message', (message: ToLooker) => {
    if (message === 'close') {
      void close();
      return;
    }
    if (message === 'alive?') {
      tell({ kind: 'alive' });
      return;
    }
    switch (message.kind) {
      case 'look':
        void look(message);
        return;
      case 'drop':
        running.get(message.id)?.abort();
        return;
    }
  });
  tell({ kind: 'ready' });

  async function look({ id, target, reach }: Extract<ToLooker, { readonly kind: 'look' }>): Promise<void> {
    const dropped = new AbortController();
    const { signal } = dropped;
    running.set(id, dropped);
    try {
      const behalf = reach === undefined ? {} : { reach };
      const diagnosis = await diagnose(target, { depth: 'certificate', signal, ...behalf });
      tell({ kind: 'saw', id, diagnosis: withoutFacts(diagnosis) });
    } catch (fault) {
      if (!signal.aborted) tell({ kind: 'failed', id, reason: reasonOf(fault) });
    } finally {
      running.delete(id);
    }
  }

  async function close(): Promise<void> {
    for (const dropped of running.values()) dropped.abort();
    try {
      await services.close();
    } catch (fault) {
      log.error({ err: fault }, 'a thread that looks did not close cleanly');
    }
    port.close();
  }
}

/** Facts are half of what a look weighs, and whoever watches asks only how a step ended. */
function withoutFacts(diagnosis: Diagnosis): Diagnosis {
  return { ...diagnosis, results: diagnosis.results.map(ending) };
}

function ending(result: ProbeResult): ProbeResult {
  switch (result.status) {
    case 'ok':
      return { ...result, facts: null };
    case 'failed': {
      const { facts: _facts, ...rest } = result;
      return rest;
    }
    case 'skipped':
      return result;
  }
}
