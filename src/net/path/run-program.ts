import { spawn } from 'node:child_process';

/** How a program of the system ended; what it printed by then is there in any case. */
export type ProgramRun =
  | { readonly kind: 'ended'; readonly printed: string; readonly code: number | null }
  /** Our deadline or the signal came first. */
  | { readonly kind: 'stopped'; readonly printed: string }
  | { readonly kind: 'missing' };

/** Where systems keep such programs; the environment of whoever started us does not choose them. */
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const mostPrinted = 64 * 1024;

/**
 * Runs a program without a shell, in a process group of its own that is killed whole when the time is up: nothing
 * of it is left. Arguments are ours, or addresses that the policy allowed.
 */
export function runProgram(
  program: string,
  words: readonly string[],
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<ProgramRun> {
  if (signal.aborted) return Promise.resolve({ kind: 'stopped', printed: '' });
  const { promise, resolve } = Promise.withResolvers<ProgramRun>();
  let printed = '';
  const child = spawn(program, words, {
    cwd: '/',
    env: { PATH: searchPath, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const keep = (part: Buffer): void => {
    printed += part.toString('latin1').slice(0, mostPrinted - printed.length);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const stop = (): void => {
    killGroup(child.pid);
    child.stdout.destroy();
    child.stderr.destroy();
    settle({ kind: 'stopped', printed });
  };
  const deadline = setTimeout(stop, timeoutMs);
  signal.addEventListener('abort', stop);
  function settle(run: ProgramRun): void {
    clearTimeout(deadline);
    signal.removeEventListener('abort', stop);
    resolve(run);
  }
  child.once('error', () => settle({ kind: 'missing' }));
  child.once('close', (code) => settle({ kind: 'ended', printed, code }));
  return promise;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}
