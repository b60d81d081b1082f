import { parentPort } from 'node:worker_threads';
import type { FromLooker, ToLooker } from '../../../../src/jobs/looking/messages.ts';

/** Works, and breaks at the first look that it is asked for. */
const tell = (message: FromLooker) => parentPort?.postMessage(message);
parentPort?.on('message', (message: ToLooker) => {
  if (message === 'alive?') return;
  if (message !== 'close') throw new Error('out of luck');
  process.exit(0);
});
tell({ kind: 'ready' });
