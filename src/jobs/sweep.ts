import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { WatchData } from './messages.ts';

if (parentPort === null) throw new Error('src/jobs/sweep.ts runs as a Bree job, in a worker thread.');
enableCompileCache();
// Imported after the cache is on: stripping types takes 20 MB, which a thread that stays would keep.
const { serveWatch } = await import('./serve-watch.ts');
await serveWatch(parentPort, workerData as WatchData);
