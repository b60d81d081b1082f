import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../house/source-files.ts';

export type RoleProcess = {
  readonly pid: number;
  /** What it wrote to standard output and standard error so far. */
  said(): string;
  /** As a rolling deployment does; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** As a power cut does. */
  kill(): Promise<void>;
};

export type RoleSettings = {
  /** Words of the command line: roles. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
};

/** The bot as a process of some roles; resolves once it says what it does. */
export async function startRole({ words, env, folder }: RoleSettings): Promise<RoleProcess> {
  const child = spawn(process.execPath, [join(projectRoot, 'src/bin/bot.ts'), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATA_DIR: folder, REFERENCE_HOSTS: 'off', CANARY: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A run that breaks off leaves none behind.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let text = '';
  const hear = (chunk: unknown) => {
    text += String(chunk);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  await untilUp(child, () => text);
  return {
    pid: child.pid ?? 0,
    said: () => text,
    stop: () => ended(child, 'SIGTERM'),
    async kill() {
      await ended(child, 'SIGKILL');
    },
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = await exited;
  return code;
}

function untilUp(child: ChildProcess, text: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (/^(Roles|Console) /m.test(text())) resolve();
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${text()}`)));
  });
}
