import { stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { databasePath } from './place.ts';

/** Larger ones would hold up a start; `notafter doctor` reads those as well. */
const mostBytes = 512 * 1024 ** 2;

/** Reads the SQLite file through before a bot stands on it; UserError where a page of it is not as it was written. */
export async function refuseDamagedStore(config: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<void> {
  if (config.databaseUrl !== null) return;
  const path = databasePath(config);
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile() || found.size === 0 || found.size > mostBytes) return;
  const { refuseDamagedFile } = await import('../store/copies/sqlite-source.ts');
  refuseDamagedFile(path);
}
