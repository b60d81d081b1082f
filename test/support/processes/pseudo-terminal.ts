import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Whether script(1) of util-linux is here, which lends a program a terminal; says so where it is not. */
export function hasPseudoTerminal(): boolean {
  return hasProgram('script');
}

export function hasProgram(name: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
  if (!found) process.stdout.write(`skipped: there is no ${name} here\n`);
  return found;
}

export type Terminal = AsyncDisposable & {
  /** All that came to the screen so far, controls included. */
  shown(): string;
  /** Waits until the screen has got something that matches behind what was there at the last call. */
  until(pattern: RegExp): Promise<string>;
  type(keys: string): void;
  readonly ended: Promise<number | null>;
};

export type TerminalOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
};

/** Runs a line of sh in a terminal of its own. */
export function openTerminal(line: string, { cwd, env, columns = 80, rows = 24 }: TerminalOptions): Terminal {
  const sized = `stty cols ${columns} rows ${rows}; exec ${line}`;
  const child: ChildProcess = spawn('script', ['-qefc', sized, '/dev/null'], {
    cwd,
    env: { TERM: 'xterm', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let text = '';
  let from = 0;
  const output = child.stdout as NodeJS.ReadableStream;
  output.on('data', (chunk) => {
    text += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    shown: () => text,
    async until(pattern) {
      for (;;) {
        const fresh = text.slice(from);
        const match = pattern.exec(fresh);
        if (match !== null) {
          from += match.index + match[0].length;
          return fresh;
        }
        if (child.exitCode !== null) throw new Error(`it ended without ${pattern}: ${JSON.stringify(text)}`);
        await Promise.race([once(output, 'data'), ended]);
      }
    },
    type: (keys) => void child.stdin?.write(keys),
    ended,
    async [Symbol.asyncDispose]() {
      // The shell inside hangs up with its terminal.
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
