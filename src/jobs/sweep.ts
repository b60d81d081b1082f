import { parentPort, workerData } from 'node:worker_threads';
import type { WatchData } from './messages.ts';
import { serveWatch } from './serve-watch.ts';

if (parentPort === null) throw new Error('src/jobs/sweep.ts runs as a Bree job, in a worker thread.');
await serveWatch(parentPort, workerData as WatchData);
