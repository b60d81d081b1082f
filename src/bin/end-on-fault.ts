import { inspect } from 'node:util';
import { redactor } from '../core/text/redacted.ts';

/**
 * What nobody caught ends the process, as Node does by itself; but errors of libraries carry the request that failed, with
 * its tokens, and Node prints all of it.
 */
export function endOnFault(secrets: readonly string[]): void {
  const hide = redactor(secrets);
  process.on('uncaughtException', (thrown) => {
    process.stderr.write(`notafter: something broke inside Notafter.\n${hide(inspect(thrown))}\n`);
    process.exit(1);
  });
}
