import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { commands } from '../../commands/index.ts';
import { readCommandLine } from '../chat/terminal/command-line.ts';
import { exitCodes } from '../chat/terminal/exit-code.ts';
import { disk } from '../chat/terminal/file-words.ts';
import { asHelp, inShellWords } from '../chat/terminal/help-text.ts';
import { UserError } from '../core/errors.ts';
import { redactor } from '../core/text/redacted.ts';

/** The whole program `notafter`; resolves to its exit code. What a command needs is imported when it is needed. */
export async function main(words: readonly string[]): Promise<number> {
  let hide = (text: string) => text;
  const write = {
    out: writeOut,
    error: writeError,
    withoutSecrets(secrets: readonly string[]) {
      hide = redactor(secrets);
    },
  };
  process.stdout.on('error', endWithReader);
  process.stderr.on('error', () => process.exit(exitCodes.unknown));
  process.on('uncaughtException', (thrown) => process.exit(fault(thrown, hide)));
  try {
    const outcome = readCommandLine(words.length === 0 ? ['--help'] : asHelp(words, commands), {
      commands,
      version: await ownVersion(),
      disk,
      write,
    });
    if (outcome.kind === 'done') {
      return words.length === 0 || outcome.mistaken ? exitCodes.unknown : exitCodes.healthy;
    }
    if (outcome.kind === 'upkeep') {
      const { runUpkeep } = await import('./run-upkeep.ts');
      return await runUpkeep(outcome.request, await ownVersion(), write);
    }
    const { runOutcome } = await import('./run-outcome.ts');
    return await runOutcome(outcome, write);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) return fault(thrown, hide);
    const names = commands.map(({ name }) => name);
    writeError(`notafter: ${inShellWords(thrown.message, names)}\n`);
    return exitCodes.unknown;
  }
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Our own fault must not leave as 1, which says "degraded". */
function fault(thrown: unknown, hide: (text: string) => string): number {
  writeError(`notafter: something broke inside Notafter.\n${hide(inspect(thrown))}\n`);
  return exitCodes.unknown;
}

function writeOut(text: string): void {
  process.stdout.write(text);
}

function writeError(text: string): void {
  process.stderr.write(text);
}

/** `notafter check x | head -1`: the reader has had enough, and that is no fault. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  const reason = ['ENOSPC', 'EDQUOT'].includes(error.code ?? '') ? 'its disk is full' : error.message;
  writeError(
    `notafter: What was to be said cannot be written: ${reason}. What stands there is not all of it.\n`,
  );
  process.exit(exitCodes.unknown);
}
