import { pino } from 'pino';
import type { Log } from './core/log.ts';
import { redactor } from './core/text/redacted.ts';

/** In bytes, of lines that could not be written yet. */
const mostKept = 1024 * 1024;

/**
 * JSON lines on standard error, so that standard output stays for people and for `--json`. What platforms and libraries
 * say may repeat what they were sent: `secrets` are taken out of every line.
 */
export function openLog(level: string, secrets: readonly string[] = []): Log {
  const destination = pino.destination({ fd: 2, sync: true, maxLength: mostKept });
  // A full disk or a reader who went: what cannot be logged is kept for a while, and ends nobody's watch.
  destination.on('error', () => undefined);
  if (secrets.length === 0) return pino({ level, base: null }, destination);
  const redact = redactor(secrets);
  return pino({ level, base: null }, { write: (line) => void destination.write(redact(line)) });
}
