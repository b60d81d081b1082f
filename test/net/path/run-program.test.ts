import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/net/path/run-program.ts';
import { noSignal } from '../../support/loopback.ts';

/** Prints its own process group and that of a child, then hangs. */
const hangs = ['-c', 'sleep 300 & echo $$ $!; wait'];

describe('a program of the system', () => {
  it('is run without a shell, and what it prints is kept', async () => {
    const run = await runProgram('echo', ['$HOME;', 'id'], { signal: noSignal(), timeoutMs: 5000 });
    expect(run).toEqual({ kind: 'ended', printed: '$HOME; id\n', code: 0 });
  });

  it('that is not there is told', async () => {
    const run = await runProgram('no-such-program', [], { signal: noSignal(), timeoutMs: 5000 });
    expect(run).toEqual({ kind: 'missing' });
  });

  it('prints no more than is taken', async () => {
    const endless = await runProgram('yes', [], { signal: noSignal(), timeoutMs: 200 });
    expect(endless.kind).toBe('stopped');
    expect('printed' in endless && endless.printed.length).toBeLessThanOrEqual(64 * 1024);
  });

  it('is killed with all it started, at the deadline', async () => {
    const run = await runProgram('sh', hangs, { signal: noSignal(), timeoutMs: 500 });
    expect(run.kind).toBe('stopped');
    await expectGone(run);
  });

  it('is killed with all it started, on the signal, and leaves no listener', async () => {
    const stop = new AbortController();
    const running = runProgram('sh', hangs, { signal: stop.signal, timeoutMs: 60_000 });
    setTimeout(() => stop.abort(), 300);
    await expectGone(await running);
    expect(await runProgram('sh', hangs, { signal: stop.signal, timeoutMs: 60_000 })).toEqual({
      kind: 'stopped',
      printed: '',
    });
  });
});

async function expectGone(run: Awaited<ReturnType<typeof runProgram>>): Promise<void> {
  const pids = 'printed' in run ? (run.printed.match(/\d+/g) ?? []).map(Number) : [];
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
}

/** One that was killed and that nobody has buried yet is not alive: proc(5). */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
