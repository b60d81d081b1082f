import { userInfo } from 'node:os';
import { commands } from '../../commands/index.ts';
import { createPlainDirectory } from '../chat/plain-directory.ts';
import { interruptedCode } from '../chat/terminal/exit-code.ts';
import { handLocalFiles } from '../chat/terminal/local-handover.ts';
import type { Outcome } from '../chat/terminal/outcome.ts';
import { runRequest } from '../chat/terminal/run-request.ts';
import { screenOf } from '../chat/terminal/screen.ts';
import { loadConfig, readEnvironment } from '../config.ts';
import type { Caller } from '../core/people.ts';
import { openLog } from '../log.ts';
import { openServices } from '../services.ts';
import { secretsIn } from '../settings/secret-files.ts';
import { secretNames } from '../settings.ts';

export type Write = {
  out(text: string): void;
  error(text: string): void;
  /** Whatever breaks from now on is told without these. */
  withoutSecrets(secrets: readonly string[]): void;
};

/** Runs what a line asks for; resolves to the exit code. Loaded once it is known that there is something to run. */
export async function runOutcome(
  outcome: Exclude<Outcome, { kind: 'done' | 'upkeep' }>,
  write: Write,
): Promise<number> {
  const env = openEnvironment(write);
  const config = loadConfig(env);
  const log = openLog(config.logLevel, config.secrets);
  const { output } = outcome;
  // Many have more to print once they are stopped.
  const { signal, interrupt, release } = openInterrupt(outcome.kind === 'many' ? 5000 : 1000);
  const services = await openServices(config, log);
  const world = {
    commands,
    services: { ...services.forCommands(commands), directory: createPlainDirectory() },
    caller: localCaller(config.zone),
    log,
    signal,
  };
  const screen = {
    format: output.format,
    zone: config.zone,
    ...screenOf(process.stdout, process.stderr, env, output.colour),
    write: write.out,
  };
  try {
    if (outcome.kind === 'many') {
      const { runMany } = await import('../chat/terminal/many/run-many.ts');
      const { list } = outcome.many;
      return await runMany(outcome.request, {
        ...world,
        screen: { ...screen, writeError: write.error },
        many: outcome.many,
        list: list === null ? null : await listSource(list, signal),
      });
    }
    const asking = { input: process.stdin, write: write.error, interrupt };
    const asked = await handLocalFiles(outcome.request, outcome.local, asking);
    const handover = asked.handover;
    return await runRequest(asked.request, { ...world, screen: { ...screen, save: output.save }, handover });
  } finally {
    await services.close();
    release();
  }
}

/** The settings, with a word about files of secrets that anybody may read. `mistaken`: as `readEnvironment` has it. */
export function openEnvironment(
  write: Write,
  mistaken?: (sentence: string) => void,
): ReturnType<typeof readEnvironment> {
  const env = readEnvironment((warning) => write.error(`notafter: ${warning}\n`), mistaken);
  write.withoutSecrets(secretsIn(env, secretNames));
  return env;
}

/** Ctrl-C asks to stop; a second one, or one that nothing heeds for so long, ends it the hard way. */
export function openInterrupt(graceMs: number) {
  const stop = new AbortController();
  const interrupt = () => {
    stop.abort();
    process.once('SIGINT', () => process.exit(interruptedCode));
    setTimeout(() => process.exit(interruptedCode), graceMs).unref();
  };
  process.once('SIGINT', interrupt);
  return {
    signal: stop.signal,
    interrupt: () => void process.emit('SIGINT'),
    release: () => void process.off('SIGINT', interrupt),
  };
}

async function listSource(path: string, signal: AbortSignal) {
  const { localFile } = await import('../chat/terminal/local-files.ts');
  return { path, bytes: () => localFile(path, process.stdin).bytes(signal) };
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
