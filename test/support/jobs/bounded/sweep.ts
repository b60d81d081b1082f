import { parentPort, resourceLimits } from 'node:worker_threads';
import type { FromWorker } from '../../../../src/jobs/messages.ts';

/** Works only where its garbage is collected in small steps. */
if (!((resourceLimits.maxYoungGenerationSizeMb ?? 0) <= 16)) throw new Error('no bounds');
const tell = (message: FromWorker) => parentPort?.postMessage(message);
parentPort?.on('message', () => tell('cancelled'));
tell({ kind: 'ready' });
