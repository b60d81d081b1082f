import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { inspect } from 'node:util';
import { commands } from '../../commands/index.ts';
import { createPlainDirectory } from '../chat/plain-directory.ts';
import { type Outcome, readCommandLine } from '../chat/terminal/command-line.ts';
import { exitCodes, interruptedCode } from '../chat/terminal/exit-code.ts';
import { inShellWords } from '../chat/terminal/help-text.ts';
import { disk, handLocalFiles } from '../chat/terminal/local-handover.ts';
import { runRequest } from '../chat/terminal/run-request.ts';
import { screenOf } from '../chat/terminal/screen.ts';
import { UserError } from '../core/errors.ts';
import type { Caller } from '../core/people.ts';

/** The whole program `notafter`; resolves to its exit code. What a command needs is imported when it is needed. */
export async function main(words: readonly string[]): Promise<number> {
  process.stdout.on('error', endWithReader);
  process.on('uncaughtException', (thrown) => process.exit(fault(thrown)));
  try {
    const outcome = readCommandLine(words.length === 0 ? ['--help'] : words, {
      commands,
      version: await ownVersion(),
      disk,
      write: { out: writeOut, error: writeError },
    });
    if (outcome.kind === 'done') {
      return words.length === 0 || outcome.mistaken ? exitCodes.unknown : exitCodes.healthy;
    }
    return await run(outcome);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) return fault(thrown);
    const names = commands.map(({ name }) => name);
    writeError(`notafter: ${inShellWords(thrown.message, names)}\n`);
    return exitCodes.unknown;
  }
}

async function run({ request, output, local }: Extract<Outcome, { kind: 'run' }>): Promise<number> {
  const [{ loadConfig, readEnvironment }, { openLog }, { openServices }] = await Promise.all([
    import('../config.ts'),
    import('../log.ts'),
    import('../services.ts'),
  ]);
  const env = readEnvironment();
  const config = loadConfig(env);
  const log = openLog(config.logLevel);
  const stop = new AbortController();
  const interrupt = () => {
    stop.abort();
    // A second Ctrl-C, or one that nothing heeds, ends it the hard way.
    process.once('SIGINT', () => process.exit(interruptedCode));
    setTimeout(() => process.exit(interruptedCode), 1000).unref();
  };
  process.once('SIGINT', interrupt);
  const services = await openServices(config, log);
  try {
    const asked = await handLocalFiles(request, local, {
      input: process.stdin,
      write: writeError,
      interrupt: () => void process.emit('SIGINT'),
    });
    return await runRequest(asked.request, {
      commands,
      services: { ...services.forCommands(commands), directory: createPlainDirectory() },
      caller: localCaller(config.zone),
      log,
      screen: {
        ...output,
        zone: config.zone,
        ...screenOf(process.stdout, process.stderr, env),
        write: writeOut,
      },
      signal: stop.signal,
      handover: asked.handover,
    });
  } finally {
    await services.close();
    process.off('SIGINT', interrupt);
  }
}

/** Alarms of what is watched from here go to the console page: a terminal that was closed hears nothing. */
function localCaller(zone: string): Caller {
  const name = userInfo().username;
  return {
    who: { platform: 'terminal', kind: 'user', id: name, name },
    place: { platform: 'console', channel: 'console' },
    zone,
  };
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Our own fault must not leave as 1, which says "degraded". */
function fault(thrown: unknown): number {
  writeError(`notafter: something broke inside Notafter.\n${inspect(thrown)}\n`);
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
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
