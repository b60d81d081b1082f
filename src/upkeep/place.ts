import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { databaseName } from '../core/database-url.ts';
import { UserError } from '../core/errors.ts';
import type { Source } from '../store/copies/source.ts';

export type Place = Pick<Config, 'dataDir' | 'databaseUrl'>;

export function databasePath({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'notafter.db');
}

/** For people. */
export function placeName(place: Place): string {
  return place.databaseUrl === null
    ? databasePath(place)
    : `PostgreSQL at ${databaseName(place.databaseUrl)}`;
}

/** All that is kept there now, to be read. UserError where there is nothing, or it is damaged. */
export async function openSource(place: Place): Promise<Source> {
  if (place.databaseUrl !== null) {
    const { openPostgresSource } = await import('../store/copies/postgres-source.ts');
    return openPostgresSource(place.databaseUrl);
  }
  const path = databasePath(place);
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new UserError(
      `There is no store at ${path}. Run this in the folder of the bot, or set DATA_DIR as the bot has it.`,
    );
  }
  const { openSqliteSource } = await import('../store/copies/sqlite-source.ts');
  return openSqliteSource(path);
}
