import { parentPort } from 'node:worker_threads';
import type { FromLooker, ToLooker } from '../../../../src/jobs/looking/messages.ts';

/** Answers nothing and will not end; tells in the only words there are which looks were dropped. */
const tell = (message: FromLooker) => parentPort?.postMessage(message);
parentPort?.on('message', (message: ToLooker) => {
  if (message === 'close' || message === 'alive?' || message.kind !== 'drop') return;
  const at = new Date();
  tell({
    kind: 'remember',
    key: `dropped ${message.id}`,
    looks: { lastGood: null, last: { at, parts: {} } },
  });
});
tell({ kind: 'ready' });
