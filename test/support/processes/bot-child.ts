import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../house/source-files.ts';
import { freePort } from './free-port.ts';

export type BotChild = {
  readonly child: ChildProcess;
  readonly url: string;
  /** Resolves once it said that it is up; rejects when it ended before. */
  readonly up: Promise<void>;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  errors(): string;
};

/** The bot as its own process in a folder that is there already, without waiting for anything. */
export async function startBotIn(folder: string, env: Readonly<Record<string, string>>): Promise<BotChild> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(projectRoot, 'src/bin/bot.ts')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      ALLOWED_NETWORKS: '127.0.0.0/8, ::1/128',
      REFERENCE_HOSTS: 'off',
      CANARY: 'off',
      CONSOLE_PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const up = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => String(chunk).includes('Discord ') && resolve());
    ended.then((code) => reject(new Error(`the bot ended with ${code}: ${errors}`)));
  });
  up.catch(() => undefined);
  return { child, url: `http://127.0.0.1:${port}`, up, ended, errors: () => errors };
}

export async function runInConsole(url: string, line: string): Promise<Response> {
  return fetch(`${url}/api/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ line }),
  });
}
