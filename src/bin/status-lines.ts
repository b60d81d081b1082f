import { join } from 'node:path';
import type { Config } from '../config.ts';
import { databaseName } from '../core/database-url.ts';
import { durationText } from '../core/text/duration.ts';
import type { Started } from './platforms.ts';

export type Status = {
  readonly config: Config;
  readonly watched: number;
  readonly started: readonly Started[];
};

/** One line a platform: what is on, what is off, and which variables switch it on. */
export function statusLines({ config, watched, started }: Status): readonly string[] {
  const endpoints = watched === 1 ? '1 endpoint' : `${watched} endpoints`;
  const every = durationText(config.sweep.intervalMs);
  const work = `watching ${endpoints} every ${every}, data in ${placeOf(config)}`;
  return started.map(({ name, status }) => {
    const line = `${name.padEnd(8)} ${status}`;
    return name === 'Console' ? `${line}, ${work}` : line;
  });
}

function placeOf({ databaseUrl, dataDir }: Config): string {
  return databaseUrl === null ? join(dataDir, 'notafter.db') : `PostgreSQL at ${databaseName(databaseUrl)}`;
}
