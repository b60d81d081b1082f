import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WatchData } from '../../../../src/jobs/messages.ts';

/** Breaks at the first sweep it is asked for; started again, it works. */
const { config } = workerData as WatchData;
const scar = join(config.dataDir, 'scar');
const tell = (message: FromWorker) => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToWorker) => {
  if (message === 'cancel') return tell('cancelled');
  if (message.kind !== 'sweep') return;
  if (!existsSync(scar)) {
    writeFileSync(scar, '');
    throw new Error('out of luck');
  }
  const counts = { looked: 7, healthy: 7, degraded: 0, broken: 0, unknown: 0, pinged: 0 };
  tell({ kind: 'swept', ids: [message.id], counts });
});
tell({ kind: 'ready' });
