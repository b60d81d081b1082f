import { parentPort } from 'node:worker_threads';
import type { FromLooker, ToLooker } from '../../../../src/jobs/looking/messages.ts';

/** Works, and at the first look that it is asked for does nothing else for ever. */
const tell = (message: FromLooker) => parentPort?.postMessage(message);
parentPort?.on('message', (message: ToLooker) => {
  if (message === 'close') process.exit(0);
  if (message === 'alive?') return tell({ kind: 'alive' });
  for (;;);
});
tell({ kind: 'ready' });
