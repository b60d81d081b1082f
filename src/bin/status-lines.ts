import { join } from 'node:path';
import type { Config } from '../config.ts';
import { databaseName } from '../core/database-url.ts';
import { type Role, roles } from '../core/roles.ts';
import { durationText } from '../core/text/duration.ts';
import type { Started } from './platforms.ts';

export type Status = {
  readonly config: Config;
  readonly watched: number;
  readonly started: readonly Started[];
};

/** One line a platform: what is on, what is off, and which variables switch it on; before them what else this process does. */
export function statusLines({ config, watched, started }: Status): readonly string[] {
  const endpoints = watched === 1 ? '1 endpoint' : `${watched} endpoints`;
  const every = durationText(config.sweep.intervalMs);
  const work = `watching ${endpoints} every ${every}, data in ${placeOf(config)}`;
  const lines = started.map(({ name, status }) => {
    const line = `${name.padEnd(8)} ${status}`;
    return name === 'Console' && isWhole(config) ? `${line}, ${work}` : line;
  });
  return isWhole(config)
    ? lines
    : [`${'Roles'.padEnd(8)} ${config.roles.map(deedOf).join(', ')}: ${work}`, ...lines];
}

function isWhole(config: Config): boolean {
  return config.roles.length === roles.length;
}

function deedOf(role: Role): string {
  switch (role) {
    case 'bot':
      return 'bot (answers and delivers)';
    case 'worker':
      return 'worker (looks)';
    case 'scheduler':
      return 'scheduler (plans)';
  }
}

function placeOf({ databaseUrl, dataDir }: Config): string {
  return databaseUrl === null ? join(dataDir, 'notafter.db') : `PostgreSQL at ${databaseName(databaseUrl)}`;
}
