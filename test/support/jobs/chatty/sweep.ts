import { parentPort } from 'node:worker_threads';
import type { FromWorker } from '../../../../src/jobs/messages.ts';

/** Has one more thing to say before it obeys. */
const tell = (message: FromWorker) => parentPort?.postMessage(message);
parentPort?.on('message', () => {
  tell({ kind: 'queued' });
  tell('cancelled');
});
tell({ kind: 'ready' });
