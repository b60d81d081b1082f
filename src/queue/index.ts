import type { Log } from '../core/log.ts';
import type { Queue } from '../core/queue.ts';
import { openInProcessQueue } from './in-process.ts';
import type { Retries } from './retries.ts';

export type QueueOptions = { readonly log?: Log | undefined; readonly retries?: Retries };

/** Without a database to share: a queue of this process. UserError where the database cannot be reached or refuses. */
export async function openQueue(databaseUrl: string | null, options: QueueOptions = {}): Promise<Queue> {
  if (databaseUrl === null) return openInProcessQueue(options);
  // Whoever keeps everything in a file does not pay for it.
  const { openPgBossQueue } = await import('./pg-boss.ts');
  return openPgBossQueue({ ...options, url: databaseUrl });
}
