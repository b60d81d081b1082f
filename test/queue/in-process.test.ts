import { openQueue } from '../../src/queue/index.ts';
import { queueContract } from '../support/queue/queue-contract.ts';

queueContract('in process', (options) => openQueue(null, options));
