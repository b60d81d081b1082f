import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../house/source-files.ts';
import { freePort } from './free-port.ts';

export type BotSettings = {
  readonly anchorsPem: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another file to run than the sources' own. */
  readonly program?: string;
};

export type RunningBot = {
  readonly pid: number;
  /** Null while it runs. */
  exitCode(): number | null;
  /** The console page's address, without a slash at the end. */
  readonly url: string;
  /** What it said on standard output when it was up. */
  readonly lines: readonly string[];
  /** Everything it wrote to standard error. */
  errors(): string;
  /** Types a line into the console; the states of the answer. */
  say(line: string): Promise<readonly AnswerLine[]>;
  /** Summaries of all unprompted messages so far. */
  feed(): Promise<readonly string[]>;
  /** Ends it as Ctrl-C does; the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
};

export type AnswerLine = {
  readonly html: string;
  readonly tone: string;
  readonly summary: string;
  readonly final: boolean;
};

export type BotHome = AsyncDisposable & { start(): Promise<RunningBot> };

/**
 * A folder in which the whole bot runs as its own process, again and again on the same data:
 *
 *     await using home = await openBotHome({ anchorsPem, env: { SWEEP_INTERVAL: '1s' } });
 *     const bot = await home.start();
 */
export async function openBotHome({
  anchorsPem,
  env = {},
  program = join(projectRoot, 'src/bin/bot.ts'),
}: BotSettings): Promise<BotHome> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-bot-'));
  await writeFile(join(folder, 'root.pem'), anchorsPem);
  const running = new Set<ChildProcess>();
  // A script that breaks off leaves none behind.
  const endAll = () => {
    for (const child of running) child.kill('SIGKILL');
  };
  process.on('exit', endAll);
  return {
    async start() {
      const port = await freePort();
      const child = spawn(process.execPath, [program], {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          DATA_DIR: join(folder, 'data'),
          EXTRA_CA_FILE: join(folder, 'root.pem'),
          ALLOWED_NETWORKS: '127.0.0.0/8, ::1/128',
          REFERENCE_HOSTS: 'off',
          CONSOLE_PORT: String(port),
          SWEEP_INTERVAL: '1s',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.add(child);
      child.once('exit', () => running.delete(child));
      return runningBot(child, `http://127.0.0.1:${port}`);
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', endAll);
      for (const child of running) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function runningBot(child: ChildProcess, url: string): Promise<RunningBot> {
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  const lines = await firstLines(child, 3, () => errors);
  return {
    url,
    lines,
    pid: child.pid ?? 0,
    exitCode: () => child.exitCode,
    errors: () => errors,
    async say(line) {
      const response = await fetch(`${url}/api/run`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ line }),
      });
      if (!response.ok) throw new Error(`the console answered ${response.status}: ${await response.text()}`);
      const text = await response.text();
      return text
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one) as AnswerLine);
    },
    feed: () => feedOf(url),
    async stop() {
      child.kill('SIGINT');
      const [code] = await once(child, 'exit');
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function firstLines(child: ChildProcess, count: number, errors: () => string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const lines = text.split('\n').slice(0, -1);
      if (lines.length >= count) resolve(lines);
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}: ${text}${errors()}`)));
  });
}

/** The items there are now: the stream sends them first, and then its promise to go on. */
async function feedOf(url: string): Promise<readonly string[]> {
  const closing = new AbortController();
  const response = await fetch(`${url}/api/feed?after=0`, {
    headers: { origin: url },
    signal: closing.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const quiet = new Promise<null>((resolve) => setTimeout(resolve, 250, null));
  for (;;) {
    const part = await Promise.race([reader?.read(), quiet]);
    if (part == null || part.done === true) break;
    text += part.value;
  }
  closing.abort();
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '').summary);
}
