import { parentPort } from 'node:worker_threads';
import type { FromWorker } from '../../../../src/jobs/messages.ts';

/** Hears everything and obeys nothing. */
parentPort?.on('message', () => undefined);
parentPort?.postMessage({ kind: 'ready' } satisfies FromWorker);
