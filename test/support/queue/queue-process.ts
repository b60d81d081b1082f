import { writeSync } from 'node:fs';
import { openQueue } from '../../../src/queue/index.ts';

/** Another process on the same queue: `queue-process.ts <url> <queue> hang|work <name>`. Says a line per job. */
const [, , url = '', line = '', part = '', name = ''] = process.argv;

const queue = await openQueue(url);
await queue.work(line, { atOnce: part === 'hang' ? 1 : 4 }, async ({ data, attempt }) => {
  writeSync(1, `${name} ${JSON.stringify(data)} ${attempt}\n`);
  if (part === 'hang') await new Promise(() => undefined);
});
writeSync(1, 'ready\n');
