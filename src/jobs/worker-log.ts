import type { MessagePort } from 'node:worker_threads';
import type { Log } from '../core/log.ts';
import type { FromWorker } from './messages.ts';

/** Hands every line to the main thread, whose log is the only one that writes. */
export function workerLog(port: MessagePort): Log {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    try {
      port.postMessage({ kind: 'log', level, fields, message } satisfies FromWorker);
    } catch {
      // Not everything can be cloned to another thread; its text can.
      port.postMessage({
        kind: 'log',
        level,
        fields: { text: textOf(fields) },
        message,
      } satisfies FromWorker);
    }
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function textOf(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
