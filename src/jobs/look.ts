import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { WatchData } from './messages.ts';

if (parentPort === null) throw new Error('src/jobs/look.ts runs in a worker thread of the watch worker.');
enableCompileCache();
const { serveLooks } = await import('./looking/serve-looks.ts');
await serveLooks(parentPort, workerData as WatchData);
