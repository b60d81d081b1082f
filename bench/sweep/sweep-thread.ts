import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import type { Store } from '../../src/core/store/store.ts';
import { parseTarget } from '../../src/core/target.ts';
import { shareLooks } from '../../src/jobs/looking/share-looks.ts';
import { openLog } from '../../src/log.ts';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { looksPace } from '../../src/services/looks-pace.ts';
import { openServices } from '../../src/services.ts';
import { inMemory, openSqliteStore } from '../../src/store/index.ts';
import type { ThreadData, ToMain } from './ours.ts';

const { config, order } = workerData as ThreadData;
const { dataDir, targets, sweeps } = order;
const log = openLog(config.logLevel);
const services = await openServices(config, log);
const store = dataDir === null ? await openSqliteStore({ path: inMemory }) : await services.store();
await seed(store);
const { now } = services;
const { observations } = store;
const pace = looksPace(config);
const { diagnose, stop } = shareLooks({
  ...{ diagnose: pace.paced(services.diagnose), data: { config }, log, remember: observations.put },
  threads: config.sweep.threads,
});
const delay = monitorEventLoopDelay({ resolution: 5 });
for (let at = 0; at < sweeps; at += 1) {
  tell({ kind: 'begins' });
  delay.reset();
  delay.enable();
  const signal = new AbortController().signal;
  const counts = await sweep({ store, diagnose, pace, now, log, signal, ...config.sweep });
  tell({ kind: 'swept', counts, sweepStallMs: delay.max / 1e6 });
}
delay.disable();
await stop();
await services.close();
if (dataDir === null) await store.close();

async function seed({ endpoints }: Store): Promise<void> {
  const home = { platform: 'slack', channel: 'C1' } as const;
  for (const typed of targets) {
    const endpoint = { target: parseTarget(typed), home, owners: [], labels: {}, addedBy: 'bench' };
    await endpoints.add(endpoint, new Date());
  }
}

function tell(message: ToMain): void {
  parentPort?.postMessage(message);
}
