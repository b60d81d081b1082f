import { inspect } from 'node:util';
import { redactor } from '../core/text/redacted.ts';

/**
 * What nobody caught ends the process, as Node does by itself; but errors of libraries carry the request that failed, with
 * its tokens, and Node prints all of it.
 */
export function endOnFault(secrets: readonly string[]): void {
  const hide = redactor(secrets);
  // Status lines on a full disk, or to a reader who went, are no fault of the bot.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('uncaughtException', (thrown) => {
    if (isOfBrokenBody(thrown)) {
      process.stderr.write(`notafter: an answer broke off while it was read (${thrown.message}).\n`);
      return;
    }
    process.stderr.write(`notafter: something broke inside Notafter.\n${hide(inspect(thrown))}\n`);
    process.exit(1);
  });
}

/**
 * Node's own `fetch`, with which Slack is spoken to, adds what came to a body that a reset of the connection has just closed, in a
 * task of its own: whoever reads was told of the reset, nobody can catch this, and nothing of ours is in it.
 */
function isOfBrokenBody(thrown: Error): boolean {
  if (!('code' in thrown) || thrown.code !== 'ERR_INVALID_STATE') return false;
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return (
    frames.some((frame) => frame.includes('node:internal/deps/undici/')) &&
    frames.every((frame) => frame.includes('node:internal/'))
  );
}
