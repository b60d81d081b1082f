import { pino } from 'pino';
import type { Log } from './core/log.ts';

/** JSON lines on standard error, so that standard output stays for people and for `--json`. */
export function openLog(level: string): Log {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}
